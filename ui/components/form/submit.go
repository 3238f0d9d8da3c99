package form

import (
	"maps"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"usher/internal/safetext"
)

// submit hands the values over, or shows at the fields what is wrong.
func (f *Form) submit() tea.Cmd {
	f.waiting = false
	if cmd, waits := f.awaitFiles(); waits {
		f.waiting = true
		return cmd
	}
	f.general, f.said = nil, ""
	for i, c := range f.fields {
		f.errs[i] = c.trouble()
		if f.errs[i] == "" && f.o.Fields[i].Required && strings.TrimSpace(c.value()) == "" {
			f.errs[i] = "is required"
		}
	}
	if f.wrong() > 0 {
		return f.goToWrong()
	}
	if f.o.Check != nil {
		if field, err := f.o.Check(f.values(true)); err != nil {
			f.complain(field, err.Error())
			return f.goToWrong()
		}
	}
	return f.answer(true)
}

// awaitFiles asks for the files that were not looked at yet.
func (f *Form) awaitFiles() (tea.Cmd, bool) {
	var cmds []tea.Cmd
	waits := false
	for _, c := range f.fields {
		if c, ok := c.(*file); ok && !c.known() {
			waits = true
			cmds = append(cmds, c.look())
		}
	}
	return tea.Batch(cmds...), waits
}

// SetErrors shows what was wrong with the values, by field id, and keeps
// everything typed. An id with an index or a path, such as
// email_address[0] or unsafe_metadata.plan, belongs to the field before it; ""
// and what no field is called stand under the fields. The texts may be
// foreign.
func (f *Form) SetErrors(errs map[string]string) {
	f.general = nil
	clear(f.errs)
	for _, id := range slices.Sorted(maps.Keys(errs)) {
		f.complain(id, errs[id])
	}
	// What stands at a field need not be said again for names without one.
	f.general = slices.DeleteFunc(f.general, func(text string) bool {
		return slices.ContainsFunc(f.errs, func(at string) bool { return at != "" && strings.HasSuffix(text, at) })
	})
	f.goToWrong()
}

// complain notes one error.
func (f *Form) complain(id, text string) {
	text = safetext.String(strings.TrimSpace(text))
	i := f.index(id)
	if end := strings.IndexAny(id, "[."); i < 0 && end >= 0 {
		i = f.index(id[:end])
	}
	switch {
	case i >= 0 && f.errs[i] == "":
		f.errs[i] = text
	case i >= 0:
		f.errs[i] += "; " + text
	case id == "":
		f.general = append(f.general, text)
	default:
		f.general = append(f.general, safetext.String(id)+": "+text)
	}
}

func (f *Form) wrong() int {
	n := 0
	for _, e := range f.errs {
		if e != "" {
			n++
		}
	}
	return n
}

// goToWrong goes to the first field with an error.
func (f *Form) goToWrong() tea.Cmd {
	for i, e := range f.errs {
		if e != "" {
			return f.goTo(i)
		}
	}
	return nil
}

// summary says in a sentence what keeps the form from going on.
func (f *Form) summary() (text string, bad bool) {
	switch {
	case f.leaving:
		return keyOf(f.keys.Close) + " again throws away what you typed", true
	case f.waiting:
		return "looking at the file…", false
	}
	var labels []string
	for i, e := range f.errs {
		if e != "" {
			labels = append(labels, f.o.Fields[i].Label)
		}
	}
	parts := slices.Clone(f.general)
	if len(labels) > 0 {
		parts = append(parts, "look again at "+strings.Join(labels, ", "))
	}
	if len(parts) == 0 {
		return f.said, false
	}
	return strings.Join(parts, "; "), true
}
