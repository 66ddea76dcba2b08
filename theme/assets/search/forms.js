// Goes to the end of Material's search worker (hooks/search.py). A word of a question finds its other forms
// too, with accents or without.
//
// Material makes each word a beginning (`camadas*`), and lunr stems no beginning. So a stem in the index
// (`cam`) would never meet it. Here the index keeps whole words, which suggestions need; and a question is
// widened by those words of the site that have the same stem.
{
  const { lunr, postMessage } = self
  const OTHER = 0.5 // what another form, or a longer word, counts beside the very word

  // Snowball's stemmer of Portuguese keeps these plurals apart, and endings that lack their accent.
  const ENDINGS = [
    [/ns$/, "m"],
    [/(?:[õo]|ã)es$|ao$/, "ão"],
    [/ais$/, "al"],
    [/[ée]is$/, "el"],
    [/[óo]is$/, "ol"],
    [/([lrz])es$/, "$1"],
    [/([^aeious])s$/, "$1"], // kernels, pixels
  ]
  const singular = word => {
    const [ending, own] = ENDINGS.find(([ending]) => ending.test(word)) ?? []
    return ending ? word.replace(ending, own) : word
  }

  const plain = word => word.normalize("NFD").replace(/\p{M}/gu, "")
  const add = (map, key, value) => map.set(key, (map.get(key) ?? new Set()).add(value))

  class Forms {
    // index: of lunr; language: what has its stemmer and its stop words
    constructor(index, language) {
      const { invertedIndex, fieldVectors } = index
      Object.assign(this, { index, language, families: new Map(), stems: new Map(), found: new Map() })
      this.size = new Set(Object.keys(fieldVectors).map(name => lunr.FieldRef.fromString(name).docRef)).size
      this.words = Object.keys(invertedIndex).map(word => [word, plain(word)])
      for (const [word, bare] of this.words) {
        const stem = this.stem(word)
        add(this.families, stem, word)
        add(this.stems, bare, stem)
      }
    }

    stem(word) {
      const token = new lunr.Token(this.language === lunr.pt ? singular(word) : word)
      return plain(String(this.language.stemmer(token)))
    }

    // The words of the site for a word of a question, and what each counts: a rare form no more than one
    // word would that stood wherever one of them does.
    of(word) {
      const bare = plain(word)
      const found = new Set(this.words.filter(([, one]) => one.startsWith(bare)).map(([one]) => one))
      for (const stem of this.stems.get(bare) ?? [this.stem(word)]) {
        for (const one of this.families.get(stem) ?? []) found.add(one)
      }
      const all = this.rarity([...found])
      return [...found].map(one => [one, (one === word ? 1 : OTHER) * Math.min(1, all / this.rarity([one]))])
    }

    // lunr's inverse document frequency, of several words as if they were one
    rarity(words) {
      const { fields, invertedIndex } = this.index
      const places = field => Object.assign({}, ...words.map(word => invertedIndex[word][field]))
      return lunr.idf(Object.fromEntries(fields.map(field => [field, places(field)])), this.size)
    }

    // In place of index.search(text). Beside other words, one as common as `the` is not looked for.
    search(text) {
      const asked = new Map()
      const results = this.index.query(query => {
        new lunr.QueryParser(text, query).parse()
        const isOpen = ({ term, presence }) => /^[^*]+\*$/.test(term) && presence === lunr.Query.presence.OPTIONAL
        const says = clause => !isOpen(clause) || this.language.stopWordFilter(clause.term.slice(0, -1))
        const clauses = query.clauses.some(says) ? query.clauses.filter(says) : query.clauses
        query.clauses = []
        for (const clause of clauses) {
          const word = clause.term.slice(0, -1)
          const forms = isOpen(clause) ? this.of(word) : []
          if (forms.length) asked.set(word, forms.map(([form]) => form))
          else query.clauses.push(clause) // without any, lunr would give all pages
          for (const [term, boost] of forms) {
            query.clause({ term, boost, fields: clause.fields, usePipeline: false })
          }
        }
      })
      this.found = new Map(results.map(({ ref, matchData: { metadata } }) => [ref, meets(asked, metadata)]))
      return results
    }
  }

  // The forms that a result has of the words asked for, but those that begin with one. Material calls a word
  // missing unless the result has one that does.
  const meets = (asked, metadata) => {
    const found = new Set()
    for (const [word, forms] of asked) {
      const here = forms.filter(form => form in metadata)
      for (const form of here) if (!form.startsWith(word)) found.add(form)
      if (here.length) metadata[word] ??= {}
    }
    return found
  }

  const { use, build } = lunr.Builder.prototype
  let language = lunr
  let forms
  lunr.Builder.prototype.use = function (plugin, ...rest) {
    if (plugin.stemmer) language = plugin
    return use.call(this, plugin, ...rest)
  }
  lunr.Builder.prototype.build = function () {
    const index = build.call(this)
    forms = new Forms(index, language)
    lunr.stopWordFilter = language.stopWordFilter // Material calls none of these missing
    index.search = text => forms.search(text)
    return index
  }

  // The page that a result leads to marks the forms too.
  self.postMessage = message => {
    for (const { location, terms } of message.data?.items?.flat() ?? []) {
      for (const form of forms.found.get(location) ?? []) terms[form] = true
    }
    postMessage.call(self, message)
  }
}
