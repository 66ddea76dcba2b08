// Loaded before Material's script: the search is fetched when somebody opens it, not with every page.
{
  const asked = new Promise(resolve => {
    const box = document.getElementById("__search")
    const field = document.querySelector(".md-search__input")
    box?.addEventListener("change", resolve, { once: true })
    field?.addEventListener("focus", resolve, { once: true })
    if (new URL(location).searchParams.has("h") || new URL(location).searchParams.has("q")) resolve()
  })

  // Material asks for the index with an XMLHttpRequest at once: hold that one request.
  const { open, send } = XMLHttpRequest.prototype
  XMLHttpRequest.prototype.open = function (method, url, ...rest) {
    this.waits = String(url).endsWith("/search_index.json")
    return open.call(this, method, url, ...rest)
  }
  XMLHttpRequest.prototype.send = function (...body) {
    if (this.waits) asked.then(() => send.apply(this, body))
    else send.apply(this, body)
  }

  // The worker starts with its first message, which Material sends when it has the index.
  const Native = window.Worker
  window.Worker = class extends EventTarget {
    constructor(url, options) {
      super()
      if (options) return new Native(url, options) // not Material's
      this.url = url
    }

    start() {
      const worker = location.protocol === "file:" ? frame(this.url) : new Native(this.url)
      worker.addEventListener("message", ({ data }) => this.dispatchEvent(new MessageEvent("message", { data })))
      return worker
    }

    postMessage(data) {
      this.worker ??= this.start()
      this.worker.postMessage(data)
    }
  }

  // From a folder browsers refuse workers: run the same script in a hidden frame.
  window.IFrameWorker = Native
  const frame = url => {
    const worker = new EventTarget()
    const node = document.createElement("iframe")
    node.hidden = true
    document.body.append(node)
    const inner = node.contentWindow
    inner.postMessage = data => worker.dispatchEvent(new MessageEvent("message", { data }))
    inner.importScripts = (...urls) => Promise.all(urls.map(src => load(src)))
    const load = src => new Promise(resolve => {
      const script = Object.assign(inner.document.createElement("script"), { src, onload: resolve })
      inner.document.body.append(script)
    })
    const ready = load(url)
    worker.postMessage = data => ready.then(() => inner.dispatchEvent(new inner.MessageEvent("message", { data })))
    return worker
  }
}

// What scrolls sideways can be reached with the keyboard, also where Material leaves that to touch.
addEventListener("load", () => {
  const seen = new ResizeObserver(entries => requestAnimationFrame(() => {
    for (const { target } of entries) if (target.scrollWidth > target.clientWidth) target.tabIndex = 0
  }))
  for (const node of document.querySelectorAll(".md-typeset pre > code, .md-typeset table:not([class]), .md-typeset__scrollwrap")) seen.observe(node)
})

// Run and Edit on each block that can run in the page. All else is loaded when one of them is pressed.
{
  const offerRuns = (own, words) => {
    const button = (text, label, press) => {
      const node = document.createElement("button")
      node.type = "button"
      node.textContent = text
      node.setAttribute("aria-label", label)
      node.addEventListener("click", press)
      return node
    }

    // What block.js makes of a block, once it is there. A failed load may be tried again.
    const blocks = new Map()
    const act = async (node, name, ...rest) => {
      const old = node.parentNode.querySelector(".run-lost")
      try {
        const { blockOf } = await import(`${own}run/block.js`)
        blocks.set(node, await blockOf(node, `${own}python/`))
        old?.remove()
      } catch {
        const note = old ?? Object.assign(document.createElement("p"), { className: "run-lost" })
        note.setAttribute("role", "alert")
        note.textContent = words.lost
        if (!old) node.after(note)
        return
      }
      await blocks.get(node)[name](...rest)
    }

    const offer = (node, title, where, place) => {
      const bar = Object.assign(document.createElement("span"), { className: "run-bar" })
      bar.append(
        button(words.run, `${words.run}: ${title}`, () => act(node, "run")),
        button(words.edit, `${words.edit}: ${title}`, () => act(node, "edit")),
      )
      where[place](bar)
      return bar
    }

    const cells = [...document.querySelectorAll("[data-run]")]
    for (const node of cells) {
      const { run, cell } = node.dataset
      if (cell) offer(node, `${words.cell} ${cell}`, node, "prepend")
      else offer(node, run, node.querySelector(":scope > .filename"), "after")
    }

    for (const node of document.querySelectorAll("[data-no-run]")) {
      const why = `${words.cannot} ${node.dataset.noRun}`
      const mark = button("?", why, () => mark.toggleAttribute("data-open"))
      mark.className = "run-why"
      mark.dataset.why = why
      mark.addEventListener("keydown", event => event.key === "Escape" && mark.removeAttribute("data-open"))
      mark.addEventListener("blur", () => mark.removeAttribute("data-open"))
      if (node.dataset.cell) node.prepend(mark)
      else node.querySelector(":scope > .filename").after(mark)
    }

    // The case picker draws its block by itself; what it has drawn can run like any other.
    const picker = document.querySelector("case-picker[data-ready]")
    const drawn = picker?.querySelector("[data-block] .highlight")
    if (drawn) {
      drawn.dataset.run = "cases"
      const bar = offer(drawn, words.case, picker.querySelector(".picker-keep"), "prepend")
      // Other frameworks' blocks do not run in the page.
      const see = () => bar.hidden = /^(import|from) (flax|jax|onnx|tensorflow|torch)/m.test(drawn.textContent)
      new MutationObserver(see).observe(drawn.querySelector("code"), { childList: true })
      see()
      for (const type of ["change", "input"]) {
        picker.addEventListener(type, event => !event.target.closest(".run-editor") && blocks.get(drawn)?.close())
      }
    }

    // An address with edited code in it opens the editor, and runs nothing.
    const linked = async () => {
      const given = new URLSearchParams(location.hash.slice(1))
      const node = given.has("run") && [...cells, ...(drawn ? [drawn] : [])]
        .find(one => [one.dataset.run, one.dataset.cell].filter(Boolean).join(".") === given.get("run"))
      if (node) await act(node, "open", given.get("code") ?? "")
    }
    addEventListener("hashchange", linked)
    linked()
  }
  const { src, dataset: { runWords, runFrom } } = document.currentScript
  if (runWords) addEventListener("DOMContentLoaded", () => offerRuns(new URL(runFrom, src).href, JSON.parse(runWords)))
}
