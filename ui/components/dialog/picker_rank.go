package dialog

import (
	"cmp"
	"slices"
	"strings"

	"github.com/sahilm/fuzzy"
)

// How well an entry fits what is typed, best first.
const (
	beginsTitle = iota // the title begins with it
	beginsWords        // every word of it begins a word of the title
	beginsOther        // or of the further words
	inTitle            // it stands in the title
	looseTitle         // its letters stand in the title, in their order
	looseOther         // or in the title and the further words
)

// match is an entry that fits.
type match struct {
	entry, class, score int
	off                 bool
	marks               []int // bytes of the title
}

// filter finds the entries that fit what was typed, and puts the cursor on the
// best.
func (p *Picker) filter() {
	p.cursor, p.top, p.why = 0, 0, ""
	p.shown, p.marks = p.shown[:0], nil
	q := strings.ToLower(strings.TrimSpace(p.in.Value()))
	if q != "" {
		for _, m := range rank(q, p.p.Entries) {
			p.shown, p.marks = append(p.shown, m.entry), append(p.marks, m.marks)
		}
		return
	}
	for i, e := range p.p.Entries {
		if !e.Hidden {
			p.shown = append(p.shown, i)
		}
	}
	first := slices.IndexFunc(p.shown, func(i int) bool { return p.p.Entries[i].ID == p.p.Select && p.p.Select != "" })
	if first < 0 {
		first = slices.IndexFunc(p.shown, func(i int) bool { return p.p.Entries[i].Off == "" })
	}
	p.cursor = max(first, 0)
}

// rank orders the entries that fit q, which is in small letters. What fits
// loosely is left out where anything fits well: it would only be in the way.
func rank(q string, all []Entry) []match {
	var found []match
	good := false
	for i, e := range all {
		if class, marks, ok := fits(q, e); ok {
			found, good = append(found, match{i, class, -len(e.Title), e.Off != "", marks}), true
		}
	}
	if !good {
		found = loose(q, all)
	}
	slices.SortStableFunc(found, func(a, b match) int {
		return cmp.Or(cmp.Compare(a.class, b.class), cmp.Compare(value(a.off), value(b.off)), cmp.Compare(b.score, a.score))
	})
	return found
}

func value(b bool) int {
	if b {
		return 1
	}
	return 0
}

// fits compares by words.
func fits(q string, e Entry) (class int, marks []int, ok bool) {
	title := strings.ToLower(e.Title)
	if strings.HasPrefix(title, q) {
		return beginsTitle, run(0, len(q)), true
	}
	words, all := strings.Fields(q), true
	for _, w := range words {
		at := wordStart(title, w)
		if at < 0 {
			all = false
			break
		}
		marks = append(marks, run(at, len(w))...)
	}
	if all {
		slices.Sort(marks)
		return beginsWords, slices.Compact(marks), true
	}
	marks = nil
	other := title + " " + strings.ToLower(strings.ReplaceAll(e.Words, "_", " ")+" "+e.Words+" "+e.ID)
	if !slices.ContainsFunc(words, func(w string) bool { return wordStart(other, w) < 0 }) {
		for _, w := range words {
			if at := wordStart(title, w); at >= 0 {
				marks = append(marks, run(at, len(w))...)
			}
		}
		slices.Sort(marks)
		return beginsOther, slices.Compact(marks), true
	}
	if at := strings.Index(title, q); at >= 0 {
		return inTitle, run(at, len(q)), true
	}
	return 0, nil, false
}

// wordStart is where a word that begins with w begins in s; -1 for nowhere.
func wordStart(s, w string) int {
	for from := 0; ; {
		at := strings.Index(s[from:], w)
		if at < 0 {
			return -1
		}
		at += from
		if at == 0 || strings.ContainsRune(" -:,.(/", rune(s[at-1])) {
			return at
		}
		from = at + 1
	}
}

// run are n bytes from at on.
func run(at, n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = at + i
	}
	return out
}

// loose compares letter by letter: within the titles, and with the further
// words where no title has the letters.
func loose(q string, all []Entry) []match {
	q = strings.Join(strings.Fields(q), "")
	for class, text := range []func(Entry) string{
		func(e Entry) string { return e.Title },
		func(e Entry) string { return e.Title + " " + e.Words + " " + e.ID },
	} {
		var found []match
		for _, m := range fuzzy.FindFrom(q, source{all, text}) {
			e := all[m.Index]
			marks := slices.DeleteFunc(slices.Clone(m.MatchedIndexes), func(at int) bool { return at >= len(e.Title) })
			found = append(found, match{m.Index, looseTitle + class, m.Score, e.Off != "", marks})
		}
		if len(found) > 0 {
			return found
		}
	}
	return nil
}

// source are the texts of entries to search in.
type source struct {
	entries []Entry
	text    func(Entry) string
}

func (s source) String(i int) string { return s.text(s.entries[i]) }
func (s source) Len() int            { return len(s.entries) }
