package dialog

import (
	"usher/internal/safetext"
	"usher/styles"
)

// ReasonMode tells whether a dialog asks why.
type ReasonMode int

// The reason modes.
const (
	NoReason ReasonMode = iota
	OptionalReason
	RequiredReason
)

// Change is one line of what will be different.
type Change struct {
	Field, From, To string
}

// Ask is what a confirmation shows. All texts must be inert already.
type Ask struct {
	ID    string
	Title string // "Ban user"
	Verb  string // "ban", stands behind the confirming key
	// Level is 1 to 3, as hard as it is to undo the harm.
	Level int
	// Production says so in the box.
	Production bool
	// Who names the person, the first line strongest.
	Who []string
	// Facts are neutral lines worth knowing before.
	Facts []string
	// Does and DoesNot are the consequences.
	Does, DoesNot []string
	Changes       []Change
	Reason        ReasonMode
	// ReasonText fills the reason field.
	ReasonText string
	// Expect is what has to be typed ([NewTyped] only), What its kind: "the
	// e-mail address", "the number of users".
	Expect, What string
}

// body lays out everything that is not an input.
func (a *Ask) body(st *styles.Styles, w int) []line {
	var out []line
	for i, s := range a.Who {
		p := st.P.Muted
		if i == 0 {
			p = st.P.Strong
		}
		out = append(out, wrap("", s, w, p, p)...)
	}
	out = section(out, a.changes(st, w))
	var lines []line
	for _, s := range a.Does {
		lines = append(lines, wrap("• ", s, w, st.P.Text, a.paint(st))...)
	}
	for _, s := range a.DoesNot {
		lines = append(lines, wrap("  ", s, w, st.P.Muted, st.P.Muted)...)
	}
	out = section(out, lines)
	lines = nil
	for _, s := range a.Facts {
		lines = append(lines, wrap("", s, w, st.P.Muted, st.P.Muted)...)
	}
	return section(out, lines)
}

// changes lays out the fields that change, old and new below each other when
// they do not fit beside each other.
func (a *Ask) changes(st *styles.Styles, w int) []line {
	name := 0
	for _, c := range a.Changes {
		name = max(name, min(safetext.Width(c.Field), w/3))
	}
	var out []line
	for _, c := range a.Changes {
		field := safetext.FitBy(st.Cells, c.Field, name)
		if name+2+safetext.Width(c.From)+3+safetext.Width(c.To) <= w {
			out = append(out, line{
				{field + "  ", st.P.Muted},
				{c.From, st.P.Removed},
				{" → ", st.P.Faint},
				{c.To, st.P.Added},
			})
			continue
		}
		out = append(out, line{{c.Field, st.P.Muted}})
		out = append(out, wrap("− ", c.From, w, st.P.Removed, st.P.Removed)...)
		out = append(out, wrap("+ ", c.To, w, st.P.Added, st.P.Added)...)
	}
	return out
}

// section puts a blank line between two parts that are not empty.
func section(out, part []line) []line {
	if len(part) == 0 {
		return out
	}
	if len(out) > 0 {
		out = append(out, nil)
	}
	return append(out, part...)
}

// paint is the colour of a level; the word for it stands in the border.
func (a *Ask) paint(st *styles.Styles) styles.Paint {
	switch {
	case a.Level >= 3:
		return st.P.Danger
	case a.Level == 2:
		return st.P.Warning
	}
	return st.P.Accent
}

// badge says the level in words, and that it is about real people.
func (a *Ask) badge(st *styles.Styles) line {
	var l line
	if a.Production {
		l = append(l, span{"PRODUCTION", st.P.Danger})
	}
	word := levelWord(a.Level)
	if word != "" && len(l) > 0 {
		word = " · " + word
	}
	return append(l, span{word, st.P.Muted})
}

// frame is the box around it.
func (a *Ask) frame(st *styles.Styles, fixed func(w int) []line) frame {
	want := 52
	for _, s := range a.Who {
		want = max(want, safetext.Width(s))
	}
	for _, s := range append(append([]string{}, a.Does...), a.DoesNot...) {
		want = max(want, safetext.Width(s)+2)
	}
	return frame{
		title: a.Title, paint: a.paint(st), right: a.badge(st),
		body: func(w int) []line { return a.body(st, w) }, fixed: fixed, want: want,
	}
}
