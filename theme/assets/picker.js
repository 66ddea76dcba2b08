// <case-picker>: which formula turns your Dense kernel into a convolution kernel, and a block that proves it.
// A plain script without imports, so that it also runs from a folder (file:), where browsers refuse modules.
// Cases and lines are what snippets/cases/rules.py and lines.py printed, blocks are snippets, words are in the markup.
{
  const { fill, make, words } = widgets
  const CHOICES = ["version", "map", "way"]
  const SIZES = ["C", "H", "W", "FEATURES", "OUT"]

  // "Flatten(), set to channels_last" -> "flatten-set-to-channels_last": a name for addresses and words.
  const slug = text => text.toLowerCase().replace(/[^\w]+/g, "-").replace(/^-|-$/g, "")

  // What a line of code sets or calls: the text before its " = " or its bracket.
  const left = line => line.split(/ = |\(/)[0]

  // The rules. Know nothing of the page.
  class Rules {
    // text: lines of five cells (a case) or three (a line of code that a choice puts into a block).
    constructor(text, files) {
      const rows = text.trim().split("\n").map(line => line.split(" | "))
      this.files = files
      this.lines = rows.filter(row => row.length === 3)
      this.cases = rows.filter(row => row.length === 5)
        .map(([version, map, way, order, file]) => ({ version, map, way, order, file }))
    }

    // The options of a choice, once those before it are made.
    options(choice, chosen) {
      const before = CHOICES.slice(0, CHOICES.indexOf(choice))
      const fits = this.cases.filter(one => before.every(name => slug(one[name]) === chosen[name]))
      return [...new Set(fits.map(one => one[choice]))]
    }

    find(chosen) {
      return this.cases.find(one => CHOICES.every(name => slug(one[name]) === chosen[name]))
    }

    // The sizes that a case needs, as its snippet has them: { C: "2", H: "3", ... }.
    sizes({ file }) {
      const [names, values] = this.files[file].match(/^.*\bOUT = [\d, ]+/m)[0].split(" = ")
      const numbers = values.trim().split(", ")
      return Object.fromEntries(names.split(", ").map((name, i) => [name, numbers[i]]))
    }

    // The case's snippet with the reader's sizes, and with the lines that the case puts in the place of others.
    // A line that other cases set and this one does not is left out.
    block(one, sizes) {
      const lines = this.lines.filter(([file]) => file === one.file)
      const set = new Set(lines.map(([, , line]) => left(line)))
      const own = new Map(lines.filter(([, choice]) => Object.values(one).includes(choice))
        .map(([, , line]) => [left(line), line]))
      const names = Object.keys(this.sizes(one))
      const given = `${names.join(", ")} = ${names.map(name => sizes[name]).join(", ")}`
      const title = `"""${one.version}, ${one.map}, ${one.way}: ${one.order}."""`
      return this.files[one.file].replace(/^.*/, () => title).split("\n")
        .flatMap(line => left(line) === names.join(", ") ? [line.replace(/^.* = [\d, ]*\d/, () => given)]
          : !set.has(left(line)) ? [line] : own.has(left(line)) ? [own.get(left(line))] : []).join("\n")
    }

    // The formula, as the block has it: with names, and with the reader's numbers.
    formula(one, sizes) {
      const general = this.block(one, sizes).match(/^kernel = (.*)$/m)[1]
      return { general, own: general.replace(/\b(C|H|W|OUT|FEATURES)\b/g, name => sizes[name]) }
    }
  }

  // What is wrong with a size, as the name of a sentence; nothing if it is right.
  const fault = text => !text ? "empty" : /^[-−+]?\d+$/.test(text) ? (/^[+]?0*[1-9]/.test(text) ? "" : "small")
    : /^[-−+]?(\d+[.,]\d*|[.,]\d+)$/.test(text) ? "whole" : "text"

  // Python in the colours of the page's other blocks: comments, docstrings, strings, numbers, modules,
  // keywords, built-in functions.
  const TOKENS = /(#.*)|("""[^]*?""")|("[^"\n]*")|\b(\d+)\b|(?<=\b(?:import|from) )([\w.]+)|\b(import|from|as|def|for|in|if|else|return)\b|\b(print|zip|range|len|float|int|tuple|list)\b/g
  const coloured = code => {
    const parts = []
    let at = 0
    for (const found of code.matchAll(TOKENS)) {
      const kind = ["c1", "sd", "s2", "mi", "nn", "k", "nb"][found.slice(1).findIndex(part => part !== undefined)]
      parts.push(code.slice(at, found.index), make("span", { class: kind }, found[0]))
      at = found.index + found[0].length
    }
    return [...parts, code.slice(at)]
  }

  class CasePicker extends HTMLElement {
    static Rules = Rules

    connectedCallback() {
      if (this.rules) return
      const text = selector => `${this.querySelector(selector).content.textContent.trim()}\n`
      const files = Object.fromEntries([...this.querySelectorAll("template[data-file]")]
        .map(({ dataset: { file } }) => [file, text(`[data-file="${file}"]`)]))
      this.rules = new Rules(text("[data-rules]"), files)
      this.words = words(this)
      this.frame()
      this.addEventListener("change", ({ target }) => target.type === "radio" && this.choose(target))
      this.addEventListener("input", ({ target }) => target.type === "text" && this.resize(target))
      this.addEventListener("click", ({ target }) => target.dataset.do === "copy" && this.copy())
      addEventListener("popstate", () => this.open())
      addEventListener("hashchange", () => this.open())
      const linked = this.open()
      this.dataset.ready = ""
      if (linked) this.scrollIntoView()
    }

    // The frame of the block, as the page's other blocks have it.
    frame() {
      this.code = make("code", {})
      this.part("block").append(make("div", { class: "language-python highlight no-copy" }, make("pre", {}, this.code)))
    }

    part(name) {
      return this.querySelector(`[data-${name}]`)
    }

    // Show what the address says: a case, or at the start none, or a heading of the page, which changes nothing.
    open() {
      const given = new URLSearchParams(location.hash.slice(1))
      const own = given.has("case")
      if (location.hash.length > 1 && !own && this.chosen) return false
      const first = this.rules.cases[0]
      this.chosen = {}
      for (const name of CHOICES) this.chosen[name] = (own && given.get(name === "version" ? "case" : name)) || slug(first[name])
      this.given = Object.fromEntries(SIZES.filter(name => own && given.has(name)).map(name => [name, given.get(name).slice(0, 20)]))
      this.draw()
      return own
    }

    choose({ name, value }) {
      this.chosen[name] = value
      this.draw()
      this.keep("pushState")
    }

    resize({ name, value }) {
      this.given[name] = value.trim()
      this.answer()
      this.keep("replaceState")
    }

    // The choices that are left, the sizes that they ask for, the answer.
    draw() {
      for (const name of CHOICES) {
        const options = this.rules.options(name, this.chosen)
        if (!options.some(option => slug(option) === this.chosen[name])) this.chosen[name] = slug(options[0])
        this.offer(name, options)
      }
      this.case = this.rules.find(this.chosen)
      const usual = this.rules.sizes(this.case)
      for (const label of this.querySelectorAll("[data-size]")) {
        const { size } = label.dataset
        label.hidden = !(size in usual)
        label.querySelector("input").value = this.given[size] ?? usual[size] ?? ""
      }
      this.answer()
    }

    // Radio buttons; they stay while the options are the same, and so does the focus.
    offer(name, options) {
      const field = this.querySelector(`[data-choose=${name}]`)
      const shown = [...field.querySelectorAll("input")]
      if (shown.map(input => input.value).join() !== options.map(slug).join()) {
        for (const label of field.querySelectorAll("label")) label.remove()
        field.append(...options.map(option => {
          const known = this.querySelector(`template[data-word="${slug(option)}"]`)
          const text = make("span", {}, known?.content.cloneNode(true) ?? make("code", {}, option))
          return make("label", {}, make("input", { type: "radio", name, value: slug(option) }), " ", text)
        }))
      }
      for (const input of field.querySelectorAll("input")) input.checked = input.value === this.chosen[name]
    }

    // The sizes as numbers, or a sentence that says what is wrong with them.
    sizes() {
      const sizes = {}
      let wrong = ""
      for (const name of Object.keys(this.rules.sizes(this.case))) {
        const label = this.querySelector(`[data-size=${name}]`)
        const input = label.querySelector("input")
        const value = input.value.trim()
        const key = fault(value)
        input.setAttribute("aria-invalid", Boolean(key))
        input.setAttribute("aria-describedby", key ? "picker-wrong" : "")
        wrong ||= key && fill(this.words[key], { label: label.textContent.trim(), value })
        sizes[name] = Number(value)
      }
      const weights = Object.values(sizes).reduce((product, size) => product * size, 1)
      const most = Number(this.dataset.most)
      if (!wrong && weights > most) {
        const say = number => number.toLocaleString(document.documentElement.lang)
        wrong = fill(this.words.huge, { weights: say(weights), most: say(most) })
      }
      return { sizes, wrong }
    }

    answer() {
      const { sizes, wrong } = this.sizes()
      const { order, version, file } = this.case
      this.part("wrong").textContent = wrong
      this.part("wrong").hidden = !wrong
      for (const name of ["order", "formula", "general", "note", "block"]) this.part(name).hidden = Boolean(wrong)
      this.querySelector(".picker-keep").hidden = Boolean(wrong)
      this.part("copied").textContent = ""
      if (wrong) return
      const { own, general } = this.rules.formula(this.case, sizes)
      this.part("order").textContent = this.words[slug(order)] ?? order
      this.part("formula").textContent = own
      this.part("names").textContent = general
      this.part("note").textContent = file === "later_dense" ? "" : this.words[slug(version)] ?? ""
      this.code.replaceChildren(...coloured(this.rules.block(this.case, sizes)))
      this.code.tabIndex = 0 // it may scroll sideways
      this.part("link").href = this.address()
    }

    // The answer's address: "#case=keras-2-2&map=channels_last&way=…&C=3&H=5&W=7&OUT=2".
    address() {
      const { version, ...rest } = this.chosen
      const sizes = Object.keys(this.rules.sizes(this.case)).map(name => [name, this.querySelector(`input[name=${name}]`).value.trim()])
      return `#${new URLSearchParams([["case", version], ...Object.entries(rest), ...sizes])}`
    }

    // A choice is a step that "back" undoes; typing a number is none.
    keep(how) {
      if (!this.part("wrong").textContent) history[how](null, "", this.address())
    }

    async copy() {
      const done = await navigator.clipboard.writeText(this.code.textContent).then(() => true, () => false)
      this.part("copied").textContent = this.words[done ? "copied" : "not-copied"]
    }
  }

  customElements.define("case-picker", CasePicker)
}
