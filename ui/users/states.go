package users

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/charmbracelet/x/ansi"
	"github.com/dustin/go-humanize"

	"usher/api"
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
	case l.err != nil && (l.scan != nil || len(l.pages.kept) == 0):
		return notice.Lines(p.deps.Styles, errtext.Explain(l.err), p.RetryWords(), w, h)
	case len(l.pages.kept) > 0:
		return p.empty(w, h)
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

// Problem is why the list could not be read the last time it was asked for,
// or that the server did not filter it. While rows are shown it belongs in a
// banner, else View has said it.
func (p *Page) Problem() (n errtext.Notice, banner bool) {
	l := p.list
	switch {
	case l.err != nil:
		return errtext.Explain(l.err), len(l.pages.kept) > 0 && p.Len() > 0
	case l.ignored:
		return ignoredNotice(), p.Len() > 0
	default:
		return errtext.Notice{}, false
	}
}

// ignoredNotice warns of a server that sends users who were not asked for.
func ignoredNotice() errtext.Notice {
	return errtext.Notice{
		Kind: errtext.Server, Title: "The server did not apply the filter",
		What: "Most of the users it sent do not match what was asked. They are left out; those who match are looked for here, one page after another.",
	}
}

// RetryWords name the key that tries again what Problem tells of.
func (p *Page) RetryWords() string {
	k := p.deps.Keys
	switch s := p.list.scan; {
	case s == nil:
		return k.RefreshAll.Help().Key + " tries again"
	case s.state == scanFailed:
		return k.Scan.Help().Key + " goes on"
	case s.running():
		return k.Scan.Help().Key + " stops"
	default:
		return k.RefreshAll.Help().Key + " looks again"
	}
}

// empty says what was searched and what to try.
func (p *Page) empty(w, h int) []string {
	l := p.list
	n := errtext.Notice{Title: "No users here"}
	switch {
	case l.plan != nil && l.plan.Nobody != "":
		n.Title, n.What = "Nobody can match", safetext.String(l.plan.Nobody)
		n.Do = "Change the search, or press Esc to clear it. " + p.deps.Keys.RefreshAll.Help().Key + " looks again."
	case l.scan != nil && l.scan.state != scanDone:
		n.Title, n.What = "Nobody found yet", "Looked for "+p.searched()
		n.Do = p.scanSuggestion()
	case !l.narrowed() && l.view.everyone():
		n.What = "This instance has no users yet."
		n.Do = "Check that the key belongs to the instance you mean."
	case !l.narrowed():
		n.What = "Nobody is in the view “" + l.view.title() + "”."
		n.Do = "Press 1 for all users."
	default:
		n.Title = "Nobody found"
		n.What = "Searched for " + p.searched()
		n.Do = p.suggestion()
	}
	if l.ignored {
		n.What = ignoredNotice().Title + ". " + n.What
	}
	return notice.Lines(p.deps.Styles, n, "", w, h)
}

// everywhere is where the server's own search looks.
const everywhere = "in e-mails, phones, usernames, wallets, ids and names that contain it"

// searched says what was looked for and where: what the server was asked, and
// what was chosen of its answer here.
func (p *Page) searched() string {
	l := p.list
	var words []string
	if text := l.box.Text(); text != "" {
		words = append(words, "“"+safetext.Truncate(safetext.String(text), 60)+"”")
	}
	switch {
	case l.fellBack:
		words = append(words, "exactly, and then", everywhere)
	case l.exact():
		words = append(words, "exactly")
	case l.narrowed() && reflect.DeepEqual(l.filter(), api.UserFilter{Query: l.box.Text()}):
		words = append(words, everywhere)
	}
	if !l.exact() && !l.view.everyone() {
		words = append(words, "among “"+l.view.title()+"”")
	}
	return strings.Join(words, " ") + p.parts()
}

// maxPart bounds what is said of each part of a search, in cells.
const maxPart = 160

// parts tell the server's part of a search from that which is chosen here.
func (p *Page) parts() string {
	l := p.list
	out := "."
	if l.plan == nil {
		return out
	}
	e := l.plan.Explain()
	if len(e.Here) > 0 {
		var asked []string
		for _, line := range e.Request[min(1, len(e.Request)):] {
			if name, value, ok := strings.Cut(strings.TrimSpace(line), " = "); ok && name != "order_by" {
				asked = append(asked, name+" = "+value)
			}
		}
		what := "all users"
		if len(asked) > 0 {
			what = strings.Join(asked, ", ")
		}
		out += " The server was asked for " + clipped(what) + "; chosen here: " + clipped("“"+strings.Join(e.Here, "”, “")+"”") + "."
	}
	if problems := p.Problems(); len(problems) > 0 {
		out += " " + clipped(problems[0].What)
	}
	return out
}

func clipped(s string) string { return safetext.Truncate(safetext.String(s), maxPart) }

// scanSuggestion tells how far a scan is that has found nobody.
func (p *Page) scanSuggestion() string {
	s, k := p.list.scan, p.deps.Keys.Scan.Help().Key
	out := fmt.Sprintf("%s users looked through", humanize.Comma(int64(s.read)))
	if s.total >= 0 {
		out = fmt.Sprintf("%s of %s users looked through", humanize.Comma(int64(s.read)), humanize.Comma(int64(max(s.total, s.read))))
	}
	if s.running() {
		return out + "; " + k + " stops."
	}
	return out + "; " + k + " goes on."
}

func (p *Page) suggestion() string {
	l := p.list
	switch {
	case !l.exact() && l.narrowed() && !l.view.everyone():
		return "Press 1 to search all users, or Esc to clear the search."
	case l.box.Exact() == query.ExactEmail:
		return "Press " + p.deps.Keys.Why.Help().Key + " to look for invitations and similar addresses, or try a name. Esc clears the search."
	case l.box.Exact() == query.ExactPhone:
		return "Try the last digits, or the e-mail address. Esc clears the search."
	case l.plan != nil && l.plan.Scan:
		return "Take a condition out, or check its spelling. Esc clears the search."
	default:
		return "Try fewer letters, a part of the e-mail address, or a user_… id. Esc clears the search."
	}
}
