export const reorderTexts = {
  handle: (name: string) => `Move ${name}`,
  hint: 'Drag, or use the arrow keys',
  moved: (name: string, place: number, of: number) => `${name} is now number ${place} of ${of}`,
}
