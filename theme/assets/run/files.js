// The files that Python is made of, fetched once, counted as they come, checked, and kept for the next visit.
const hex = bytes => [...new Uint8Array(bytes)].map(byte => byte.toString(16).padStart(2, "0")).join("")
const base64 = text => btoa(String.fromCharCode(...text.match(/../g).map(pair => parseInt(pair, 16))))
const TYPES = { wasm: "application/wasm", json: "application/json" }

export class Files {
  // folder: where they lie; listed: { name: { size, sha256 } }; tell(bytes so far, of how many);
  // lost(name) as soon as one cannot be had.
  constructor(folder, listed, tell, lost) {
    Object.assign(this, { folder, listed, tell, lost, coming: new Map(), got: new Map() })
    this.native = fetch.bind(self)
    this.cache = this.openCache()
  }

  // Storage may be forbidden, or missing where the address is not a secure one: then nothing is kept.
  async openCache() {
    try {
      const name = `python-${new URL(this.folder).pathname}`
      const others = (await caches.keys()).filter(one => one.startsWith("python-") && one !== name)
      await Promise.all(others.map(one => caches.delete(one)))
      return await caches.open(name)
    } catch {
      return undefined
    }
  }

  // Start fetching; what has been asked for before is not fetched again.
  want(names) {
    for (const name of names) {
      if (this.coming.has(name)) continue
      this.got.set(name, 0)
      const bytes = this.bytes(name)
      bytes.catch(() => this.lost(name))
      this.coming.set(name, bytes)
    }
    this.count()
  }

  count() {
    const sum = numbers => numbers.reduce((total, number) => total + number, 0)
    this.tell(sum([...this.got.values()]), sum([...this.got.keys()].map(name => this.listed[name].size)))
  }

  async get(name) {
    this.want([name])
    const bytes = await this.coming.get(name)
    return new Response(bytes, { headers: { "content-type": TYPES[name.split(".").at(-1)] ?? "application/octet-stream" } })
  }

  async bytes(name) {
    const cache = await this.cache
    const url = this.folder + name
    const kept = await cache?.match(url).catch(() => undefined)
    const old = await kept?.arrayBuffer().catch(() => undefined)
    if (old && await this.right(name, old)) {
      this.got.set(name, old.byteLength)
      this.count()
      return old
    }
    const bytes = await this.fetched(name, url)
    cache?.put(url, new Response(bytes)).catch(() => {}) // a full store keeps nothing
    return bytes
  }

  async fetched(name, url) {
    const { size, sha256 } = this.listed[name]
    const check = crypto.subtle ? {} : { integrity: `sha256-${base64(sha256)}` }
    let response
    try {
      response = await this.native(url, check)
    } catch {
      throw Object.assign(new Error(name), { file: name })
    }
    if (!response.ok) throw Object.assign(new Error(name), { file: name })
    const bytes = new Uint8Array(size)
    let at = 0
    try {
      const reader = response.body.getReader()
      for (let part = await reader.read(); !part.done; part = await reader.read()) {
        bytes.set(part.value, at) // a file that is too long is a RangeError
        at += part.value.length
        this.got.set(name, at)
        this.count()
      }
    } catch {
      at = -1
    }
    if (at !== size || !await this.right(name, bytes.buffer)) throw Object.assign(new Error(name), { file: name })
    return bytes.buffer
  }

  async right(name, bytes) {
    if (!crypto.subtle) return bytes.byteLength === this.listed[name].size
    return hex(await crypto.subtle.digest("SHA-256", bytes)) === this.listed[name].sha256
  }
}
