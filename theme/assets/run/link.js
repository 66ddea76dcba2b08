// Code in an address: compressed, in letters that an address may hold.
const through = async (bytes, { readable, writable }) => {
  const writer = writable.getWriter()
  for (const step of [writer.write(bytes), writer.close()]) step.catch(() => {}) // whoever reads hears of it
  return new Uint8Array(await new Response(readable).arrayBuffer())
}

// No function takes any number of arguments.
const AT_ONCE = 8192 // bytes

export const pack = async code => {
  const bytes = await through(new TextEncoder().encode(code), new CompressionStream("deflate-raw"))
  let letters = ""
  for (let at = 0; at < bytes.length; at += AT_ONCE) letters += String.fromCharCode(...bytes.subarray(at, at + AT_ONCE))
  return btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")
}

export const unpack = async text => {
  const letters = atob(text.replaceAll("-", "+").replaceAll("_", "/"))
  const bytes = Uint8Array.from(letters, letter => letter.charCodeAt(0))
  return new TextDecoder().decode(await through(bytes, new DecompressionStream("deflate-raw")))
}
