package users

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"usher/internal/query"
	"usher/internal/safetext"
	"usher/ui/errtext"
	"usher/ui/notice"
)

// View is the list, exactly h lines of at most w cells: the rows, or what
// stands in their place while there are none. While another list is under
// way the rows before it stay, faintly.
func (p *Page) View(w, h int) []string {
	p.table.SetSize(w, h)
	p.layColumns()
	l := p.list
	switch {
	case len(l.pages.kept) > 0 && p.Len() > 0:
		p.before = strings.Split(p.table.View(), "\n")
		return p.before
	case len(l.pages.kept) > 0:
		return p.empty(w, h)
	case l.err != nil:
		return notice.Lines(p.deps.Styles, errtext.Explain(l.err), p.deps.Keys.RefreshAll.Help().Key+" tries again", w, h)
	case len(p.before) == h:
		out := make([]string, h)
		for i, line := range p.before {
			out[i] = p.deps.Styles.P.Faint.Apply(ansi.Strip(line))
		}
		return out
	default:
		return p.loadingLines(h)
	}
}

// loadingLines is the list before its first answer.
func (p *Page) loadingLines(h int) []string {
	out := strings.Split(p.table.View(), "\n")
	if h > 2 {
		out[2] = p.deps.Styles.P.Muted.Apply("  Loading users…")
	}
	return out
}

// Problem is why the list could not be read the last time it was asked for;
// ok is false when it could. While rows are shown it belongs in a banner,
// else View has said it.
func (p *Page) Problem() (n errtext.Notice, banner bool) {
	if p.list.err == nil {
		return errtext.Notice{}, false
	}
	return errtext.Explain(p.list.err), len(p.list.pages.kept) > 0
}

// empty says what was searched and what to try.
func (p *Page) empty(w, h int) []string {
	l := p.list
	n := errtext.Notice{Title: "No users here"}
	switch {
	case l.search.Kind == query.Everything && l.view.everyone():
		n.What = "This instance has no users yet."
		n.Do = "Check that the key belongs to the instance you mean."
	case l.search.Kind == query.Everything:
		n.What = "Nobody is in the view “" + l.view.title() + "”."
		n.Do = "Press 1 for all users."
	default:
		n.Title = "Nobody found"
		n.What = "Searched for " + p.searched() + "."
		n.Do = p.suggestion()
	}
	return notice.Lines(p.deps.Styles, n, "", w, h)
}

func (p *Page) searched() string {
	l := p.list
	text := "“" + safetext.Truncate(safetext.String(l.search.Text), 60) + "”"
	words := []string{text, "in", l.search.Explain()}
	if l.fellBack {
		words = append(words, "and then in", l.search.Fallback.Explain())
	}
	if l.search.Kind == query.Partial && !l.view.everyone() {
		words = append(words, "among", "“"+l.view.title()+"”")
	}
	return strings.Join(words, " ")
}

func (p *Page) suggestion() string {
	l := p.list
	switch {
	case l.search.Kind == query.Partial && !l.view.everyone():
		return "Press 1 to search all users, or Esc to clear the search."
	case l.search.Kind == query.ExactEmail:
		return "Press " + p.deps.Keys.Why.Help().Key + " to look for invitations and similar addresses, or try a name. Esc clears the search."
	case l.search.Kind == query.ExactPhone:
		return "Try the last digits, or the e-mail address. Esc clears the search."
	default:
		return "Try fewer letters, a part of the e-mail address, or a user_… id. Esc clears the search."
	}
}
