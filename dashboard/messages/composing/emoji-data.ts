/** Those that people write to customers, by what they are called; a whole set is a download of its own. */
const words = `
😀 grinning happy|😃 smile happy|😄 smile laugh|😁 beaming|😅 relief sweat|😂 tears joy laugh|🙂 slight smile|😉 wink|😊 blush warm|😍 love eyes|😘 kiss|😋 tasty yum|😎 cool sunglasses|🤩 star struck|🥳 party celebrate|🤗 hug|🤔 thinking|🤨 doubt|😐 neutral|🙄 eye roll|😬 grimace|😌 relieved calm|😔 pensive sad|😴 sleep|🤒 sick ill|🤕 hurt|🥵 hot|🥶 cold|😕 confused|😟 worried|😮 surprised|😢 cry sad|😭 sobbing|😤 determined|😡 angry|🤯 mind blown|😱 shocked|🙈 see no evil oops
👍 thumbs up yes|👎 thumbs down no|👌 ok|✌️ peace victory|🤞 fingers crossed luck|🤝 handshake deal|👏 clap|🙌 hooray hands|🙏 please thanks pray|💪 strong|👋 wave hello bye|✋ stop hand|👉 point right|👈 point left|👆 point up|👇 point down|✍️ write sign|👀 look eyes|🫶 heart hands|🤷 shrug|🙋 raise hand question
❤️ red heart love|🧡 orange heart|💛 yellow heart|💚 green heart|💙 blue heart|💜 purple heart|🖤 black heart|💔 broken heart|💯 hundred|✨ sparkles new|⭐ star|🌟 glowing star|🔥 fire hot|🎉 party tada|🎊 confetti|🎁 gift present|🎂 cake birthday|🥂 cheers toast|🏆 trophy win|🎯 target goal
✅ check done|✔️ check mark|❌ cross no|⚠️ warning|❗ exclamation important|❓ question|💡 idea light|🔔 bell reminder|📌 pin|📍 place location|🔗 link|📎 attachment clip|🔒 lock secure|🔑 key|⏰ alarm clock time|⏳ waiting hourglass|🕐 clock time|📅 calendar date|🗓️ calendar
📞 phone call|📱 mobile phone|✉️ letter mail|📧 email|💬 message chat|📦 package parcel delivery|🚚 truck delivery|🛒 cart shopping|🛍️ shopping bags|🧾 receipt invoice|💳 card payment|💶 euro money|💵 dollar money|💰 money|📈 growth chart|📊 chart report|📄 document page|📝 note form|📷 photo camera|🎥 video|💻 laptop computer|🖨️ printer|🔧 repair wrench|🛠️ tools repair|⚙️ settings gear|🧹 cleaning broom
🏠 house home|🏢 office building|🏪 shop store|🏥 hospital clinic|🏫 school|🏨 hotel|🚗 car|🚕 taxi|🚌 bus|🚆 train|✈️ plane flight|🚲 bike|🛵 scooter|⛽ fuel|🗺️ map|🧳 luggage|🌍 world|☀️ sun|🌧️ rain|❄️ snow cold|🌈 rainbow|🌸 flower spring|🌹 rose|🌻 sunflower|🌱 plant|🎄 christmas tree|🎃 halloween|🐶 dog|🐱 cat
☕ coffee|🍵 tea|🥤 drink|🍺 beer|🍷 wine|🍕 pizza|🍔 burger|🥗 salad|🍣 sushi|🍝 pasta|🍰 cake|🍪 cookie|🍎 apple|🥑 avocado|🥐 croissant breakfast|🍽️ restaurant meal|💊 pill medicine|🩺 doctor|🦷 tooth dentist|💉 vaccine|🏋️ gym training|⚽ football|🎾 tennis|🧘 yoga|💇 haircut|💅 nails|👓 glasses|👗 dress|👟 shoes|💍 ring`

export interface Emoji {
  sign: string
  name: string
}

export const emoji: readonly Emoji[] = words
  .trim()
  .split(/[|\n]/u)
  .map((each) => {
    const [sign = '', ...name] = each.split(' ')
    return { sign, name: name.join(' ') }
  })
