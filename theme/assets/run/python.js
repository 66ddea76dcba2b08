// The page's side of Python: one worker, one run at a time; progress, ending, and what went wrong.
export const LIMIT = 60 // seconds that a run may take
const STILL = 120 // seconds in which a load has to move
const SPARES = 3 // workers kept ready: without a network a browser may not start another
const SOON = 500 // milliseconds that a run has for itself before they start: most need less

let number = 0

export class Python {
  constructor(place) {
    Object.assign(this, { place, life: 0, queue: Promise.resolve(), spares: [] })
  }

  // Runs { code, title, space, language } when those before it have ended. hear(message) is told how it goes on;
  // gives { done, stop }: done is a promise of { done } or { ended: "stopped" | "late" | … }.
  run(job, hear) {
    const turn = { job, hear }
    const cancelled = new Promise(settle => Object.assign(turn, { cancel: () => settle({ ended: "stopped" }) }))
    this.queue = this.queue.then(() => turn.over ? undefined : this.now(turn))
    return { done: Promise.race([this.queue, cancelled]), stop: () => this.stop(turn, { ended: "stopped" }) }
  }

  stop(turn, why) {
    turn.over = true
    this.doubted ||= why.ended === "lost"
    if (this.turn !== turn) return turn.cancel()
    this.end()
    turn.settle(why)
  }

  // The worker is ended, and with it all that ran in it.
  end() {
    this.worker?.terminate()
    this.worker = undefined
    this.life += 1
  }

  async now(turn) {
    const ended = new Promise(settle => Object.assign(turn, { settle }))
    this.turn = turn
    this.watch(STILL, "lost")
    try {
      return await Promise.race([ended, this.send(turn).then(() => ended)])
    } catch (error) {
      return { ended: "lost", file: error.file }
    } finally {
      clearTimeout(this.timer)
      this.turn = undefined
    }
  }

  async send(turn) {
    if (!this.manifest || this.doubted) await this.renew()
    if (turn.over) return
    this.worker ??= this.spares.shift() ?? this.start()
    this.watch(STILL, "lost")
    this.worker.postMessage(turn.job)
  }

  // The list of files, read again after one could not be loaded: the site may have been published anew, with
  // them in another folder. If the list cannot be had either, the old one holds.
  async renew() {
    const old = this.manifest
    this.manifest = await this.read().catch(error => {
      if (!old) throw error
      return old
    })
    this.doubted = false
    if (this.manifest.folder === (old ?? this.manifest).folder) return
    for (const spare of this.spares.splice(0)) spare.terminate()
  }

  async read() {
    const address = `${this.place}manifest.json`
    const response = await fetch(address, { cache: "no-cache" }).catch(() => undefined)
    const manifest = response?.ok && await response.json().catch(() => undefined)
    if (!manifest) throw Object.assign(new Error(), { file: "manifest.json" })
    return manifest
  }

  start() {
    const name = `python-${crypto.getRandomValues(new Uint32Array(2)).join("-")}-${number++}`
    const worker = new Worker(new URL("worker.js", import.meta.url), { type: "module", name })
    worker.addEventListener("message", ({ data }) => this.hear(worker, name, data))
    worker.addEventListener("error", event => {
      event.preventDefault()
      const { message: text } = event // of an error in it; there is none if its script has not come
      this.lose(worker, text ? { ended: "broken", text: text.slice(-400) } : { ended: "lost", file: "worker.js" })
    })
    worker.postMessage({ open: { folder: `${this.place}${this.manifest.folder}/`, manifest: this.manifest } })
    return worker
  }

  // Each has its script already, and those of Python that it would ask the network for.
  keepSpares() {
    while (this.spares.length < SPARES) {
      const worker = this.start()
      worker.postMessage({ prepare: true })
      this.spares.push(worker)
    }
  }

  hear(worker, name, data) {
    if (data.ready) navigator.locks?.request(name, () => this.lose(worker, { ended: "gone" }))
    const { turn } = this
    if (worker !== this.worker) return data.lost && this.lose(worker, { ended: "lost" })
    if (!turn) return
    if (data.done) return turn.settle(data)
    if (data.lost || data.broken) {
      return this.lose(worker, data.lost ? { ended: "lost", file: data.lost } : { ended: "broken", text: data.broken })
    }
    if (data.step === "running") {
      this.watch(LIMIT, "late")
      setTimeout(() => this.keepSpares(), SOON)
    } else if (data.bytes !== undefined || data.step || data.ready) this.watch(STILL, "lost")
    turn.hear(data)
  }

  // The worker has gone, or is of no more use; the next run starts another.
  lose(worker, why) {
    this.doubted ||= why.ended === "lost"
    if (this.spares.includes(worker)) worker.terminate()
    this.spares = this.spares.filter(spare => spare !== worker)
    if (worker !== this.worker) return
    const { turn } = this
    this.end()
    turn?.settle(why)
  }

  watch(seconds, ended) {
    clearTimeout(this.timer)
    const { turn } = this
    this.timer = setTimeout(() => turn && this.stop(turn, { ended }), seconds * 1000)
  }
}
