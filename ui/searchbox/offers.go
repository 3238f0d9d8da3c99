package searchbox

import (
	"strings"
	"unicode/utf8"

	"usher/internal/query"
)

// offers are the completions at the cursor.
type offers struct {
	all    []query.Completion
	at     int
	open   bool // they are listed
	chosen bool // the person went through the list
}

func (o *offers) current() query.Completion { return o.all[o.at] }

func (o *offers) move(d int) {
	if n := len(o.all); n > 0 {
		o.at, o.chosen = ((o.at+d)%n+n)%n, true
	}
}

// listing reports whether completions are listed.
func (b *Box) listing() bool { return b.offers.open && len(b.offers.all) > 0 }

// list opens the list, or moves in it.
func (b *Box) list(d int) {
	if b.listing() {
		b.offers.move(d)
		return
	}
	b.lookAgain()
	b.offers.open = len(b.offers.all) > 0
}

// lookAgain finds completions anew: what they are made of, such as the
// organizations that come near the name, may have been seen since the last key.
func (b *Box) lookAgain() {
	b.offers = offers{all: query.Complete(b.in.Value(), b.cursor(), b.d.Sources)}
}

// minHint is the number of letters from which a qualifier is hinted at.
const minHint = 2

// word is what stands between the blank before the cursor and the cursor, and
// whether it is a plain word: neither qualifier with a value nor metadata.
func (b *Box) word() (word string, plain bool) {
	before := b.in.Value()[:b.cursor()]
	word = before[strings.LastIndexAny(before, " \t")+1:]
	word = strings.TrimPrefix(word, "-")
	if strings.Count(before, `"`)%2 == 1 {
		return word, true // within a phrase
	}
	for _, path := range []string{"public.", "private.", "unsafe."} {
		if strings.HasPrefix(word, path) {
			return word, false
		}
	}
	return word, !strings.ContainsAny(word, ":~=<>")
}

// wanted decides whether the list opens by itself: for values, never for plain
// words, and not for what stands there already.
func (b *Box) wanted() bool {
	if _, plain := b.word(); plain || len(b.offers.all) == 0 {
		return false
	}
	only := b.offers.all[0]
	return len(b.offers.all) > 1 || strings.TrimSpace(only.Insert) != b.in.Value()[only.Start:only.End]
}

// Midway reports whether more is likely to follow: completions are listed, or
// the word at the cursor is a metadata path that is compared with nothing.
func (b *Box) Midway() bool {
	word, plain := b.word()
	return b.listing() || !plain && !strings.ContainsAny(word, ":~=<>")
}

// ghost is what the word at the end of the text would be completed to, drawn
// faintly behind it: for plain words the only sign of a completion.
func (b *Box) ghost() string {
	word, plain := b.word()
	if !plain || len(word) < minHint || b.listing() || !b.in.Focused() || b.cursor() < len(b.in.Value()) || len(b.offers.all) == 0 {
		return ""
	}
	o := b.offers.all[0]
	if rest, ok := strings.CutPrefix(o.Insert, b.in.Value()[o.Start:o.End]); ok && o.End == len(b.in.Value()) {
		return rest
	}
	return ""
}

// complete is the key that completes: the entry of the list, what is suggested
// instead of a word, the only way to go on, or the list of all ways.
func (b *Box) complete() Event {
	if b.listing() {
		return b.take(b.offers.current())
	}
	if p := b.trouble(); p != nil && p.Suggest != "" && !b.quiet {
		return b.mend(p)
	}
	for i := range b.problems {
		if p := &b.problems[i]; b.unfinished(p) && p.Suggest != "" {
			return b.mend(p)
		}
	}
	b.lookAgain()
	if b.ghost() != "" && len(b.offers.all) == 1 {
		return b.take(b.offers.all[0])
	}
	b.quiet = false
	b.offers.open = len(b.offers.all) > 0
	return None
}

// take puts a completion in.
func (b *Box) take(c query.Completion) Event { return b.replace(c.Start, c.End, c.Insert) }

// replace puts text in place of the bytes from start to end, and the cursor
// behind it.
func (b *Box) replace(start, end int, text string) Event {
	v := b.in.Value()
	start, end = min(max(start, 0), len(v)), min(max(end, 0), len(v))
	head := v[:start] + oneLine(text)
	if strings.HasSuffix(text, " ") {
		head = strings.TrimRight(head, " ") + " "
	}
	b.in.SetValue(head + v[max(start, end):])
	b.in.SetPosition(utf8.RuneCountInString(head))
	b.past = past{}
	b.changed()
	return Edited
}

// mend puts what is suggested in place of a problem; the cursor stays at its
// letter.
func (b *Box) mend(p *query.Problem) Event {
	behind := b.in.Value()[min(p.End, len(b.in.Value())):]
	at := b.cursor() - p.End
	ev := b.replace(p.Start, p.End, p.Suggest)
	if at > 0 && at <= len(behind) {
		b.in.SetPosition(b.in.Position() + utf8.RuneCountInString(behind[:at]))
		b.changed()
	}
	return ev
}

// trouble is the problem to speak of: the one at the cursor, else the first.
// A word that is still being typed is not spoken of.
func (b *Box) trouble() *query.Problem {
	var first *query.Problem
	for i := range b.problems {
		p := &b.problems[i]
		switch {
		case b.unfinished(p):
		case p.Start <= b.cursor() && b.cursor() <= p.End:
			return p
		case first == nil:
			first = p
		}
	}
	return first
}

// unfinished reports whether the cursor still stands at the end of a problem's
// word.
func (b *Box) unfinished(p *query.Problem) bool {
	return b.in.Focused() && p.End == b.cursor() && p.End == len(b.in.Value())
}
