// What the modules of a block share: elements, and the words of the page's language.
export const words = {}

export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "")

export const make = (tag, properties = {}, ...children) => {
  const node = document.createElement(tag)
  for (const [name, value] of Object.entries(properties)) {
    if (name in node) node[name] = value
    else node.setAttribute(name, value)
  }
  node.append(...children)
  return node
}

const read = name => fetch(new URL(`words.${name}.json`, import.meta.url))

const load = async () => {
  const found = await read(document.documentElement.lang || "en")
  Object.assign(words, await (found.ok ? found : await read("en")).json())
}

// A page without the styles works too.
const dress = () => new Promise(done => {
  const href = new URL("run.css", import.meta.url).href
  document.head.append(make("link", { rel: "stylesheet", href, onload: done, onerror: done }))
})

let coming

// Once for the page; what has failed is tried again at the next press.
export const prepare = () => coming ??= Promise.all([load(), dress()]).catch(error => {
  coming = undefined
  throw error
})
