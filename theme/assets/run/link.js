// Code in an address: compressed, in letters that an address may hold.
const through = async (bytes, stream) =>
  new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(stream)).arrayBuffer())

export const pack = async code => {
  const bytes = await through(new TextEncoder().encode(code), new CompressionStream("deflate-raw"))
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")
}

export const unpack = async text => {
  const letters = atob(text.replaceAll("-", "+").replaceAll("_", "/"))
  const bytes = Uint8Array.from(letters, letter => letter.charCodeAt(0))
  return new TextDecoder().decode(await through(bytes, new DecompressionStream("deflate-raw")))
}
