// Loaded as a classic script in <head>, before anything is painted: whoever chose a theme never sees the other one flash.
;(function () {
  try {
    for (const key of ['theme', 'density']) {
      const chosen = localStorage.getItem(key)
      if (chosen) document.documentElement.dataset[key] = chosen
    }
  } catch {
    // Without storage the system's theme holds.
  }
})()
