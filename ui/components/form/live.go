package form

import (
	"usher/internal/safetext"
	"usher/ui/components/prose"
)

// liveRows bounds the lines that tell what the values come to.
const liveRows = 3

// follow asks what the values come to now.
func (f *Form) follow() {
	if f.o.Live == nil {
		return
	}
	f.live, f.wrongs = f.o.Live(f.values(true))
	for i := range f.fields {
		if i != f.focus {
			f.showWrong(i)
		}
	}
}

// showWrong puts what Live finds wrong with a field beside it. Of the field
// that is being filled in nothing is said before it is left.
func (f *Form) showWrong(i int) {
	if f.o.Live != nil && i < len(f.fields) {
		f.errs[i] = safetext.String(f.wrongs[f.o.Fields[i].ID])
	}
}

// clear empties every field.
func (f *Form) clear() {
	for i, c := range f.fields {
		c.leave()
		c.set("")
		f.errs[i] = ""
	}
	f.general = nil
	if c := f.current(); c != nil {
		c.enter()
	}
	f.follow()
}

// opens reports whether Enter belongs to the field: a list that is open.
func (f *Form) opens() bool {
	c, ok := f.current().(*choice)
	return ok && c.open
}

// laySection draws the heading over a field.
func (f *Form) laySection(i int, add func(string, int, int)) {
	name := f.o.Fields[i].Section
	if name == "" {
		return
	}
	if i > 0 && f.pane.h >= roomy {
		add("", -1, noEntry)
	}
	add(f.st.P.Title.Apply(name), -1, noEntry)
}

// liveLines draw what the values come to; what has no room is cut, its
// beginning stays.
func (f *Form) liveLines(inner int) []string {
	if f.o.Live == nil {
		return nil
	}
	var out []string
	for _, text := range f.live {
		for _, l := range prose.Wrap(f.st.Cells, text, inner) {
			out = append(out, f.st.P.Strong.Apply(l))
		}
	}
	if len(out) > liveRows {
		out = append(out[:liveRows-1], f.st.P.Muted.Apply("…"))
	}
	// The box keeps its height while the text grows.
	for len(out) < min(liveRows, max(f.pane.h/16, 1)) {
		out = append(out, "")
	}
	return out
}

// lightHints are the keys of a form that Enter submits from everywhere.
func (f *Form) lightHints() []hint {
	m := f.keys
	if f.opens() {
		return []hint{{m.Submit, "choose"}, {m.Close, "as it was"}, {m.NextTab, "next"}}
	}
	out := []hint{{m.Submit, f.o.Verb}}
	if _, ok := f.current().(*choice); ok {
		out = append(out, hint{m.Tick, "choose"})
	}
	return append(out, hint{m.NextTab, "next"}, hint{m.FilterClear, "clear all"}, hint{m.Close, "cancel"}, hint{m.FieldUndo, "undo"})
}
