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
