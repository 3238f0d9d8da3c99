package users

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"usher/api"
	"usher/internal/query"
	"usher/internal/safetext"
)

// View is a named query, shown as a numbered tab. The list shows the users
// that match the query and what is typed into the search box.
type View struct {
	// Name is as it was typed; it is foreign text wherever it is drawn.
	Name string
	// Query is a text of the query language, "" for all users.
	Query string
	// Columns are those of the list, from left to right; none means the usual
	// ones.
	Columns []ColumnSpec
}

// BuiltIn are the views of somebody who has made none.
func BuiltIn() []View {
	return []View{
		{Name: "All"},
		{Name: "Banned", Query: queryBanned},
		{Name: "New today", Query: queryNewToday},
		{Name: "Locked", Query: queryLocked},
		{Name: "Dormant", Query: queryDormant},
	}
}

const (
	queryBanned   = "banned:yes"
	queryNewToday = "created:today"
	queryLocked   = "locked:yes" // the API cannot filter it: a scan
	queryDormant  = "active:>90d"
)

// everyone reports whether the view is the one of all users.
func (v View) everyone() bool { return v.Query == "" }

// title is the view's name as it may be drawn.
func (v View) title() string { return safetext.String(v.Name) }

// maxName bounds a view's name, in characters.
const maxName = 40

// CheckName says in a sentence why a view cannot be called name; except is the
// index of the view that is renamed, -1 for none.
func CheckName(views []View, name string, except int) error {
	name = strings.TrimSpace(name)
	switch {
	case name == "":
		return errors.New("a view needs a name")
	case len([]rune(name)) > maxName:
		return fmt.Errorf("a name has at most %d characters", maxName)
	}
	for i, v := range views {
		if i != except && strings.EqualFold(strings.TrimSpace(v.Name), name) {
			return fmt.Errorf("there is a view called “%s” already", v.title())
		}
	}
	return nil
}

// Views are the views in the order of their tabs.
func (p *Page) Views() []View { return slices.Clone(p.views) }

// Selected is the index of the present view.
func (p *Page) Selected() int { return p.view }

// SetViews replaces the views and selects the one at an index; its list stays
// as it is when its query is the present one's.
func (p *Page) SetViews(views []View, selected int) tea.Cmd {
	if len(views) == 0 {
		views = BuiltIn()
	}
	p.views = slices.Clone(views)
	p.view = min(max(selected, 0), len(views)-1)
	p.counts.keep(p.views)
	v := p.views[p.view]
	if v.Query != p.list.view.Query {
		return p.SelectView(p.view)
	}
	p.list.view = v
	p.layColumns()
	return p.tallyNext()
}

// SaveWanted tells that the present search is to become a view: the mouse was
// on the end of the views' row.
type SaveWanted struct{}

// Whole is the text of the present view and search together, as it would be
// saved.
func (p *Page) Whole() string {
	view, typed := p.views[p.view].Query, p.parse(p.box.value())
	if len(typed.Problems()) > 0 {
		return strings.TrimSpace(view + " " + typed.Text()) // who saves it is told
	}
	q := query.Parse(view).And(typed)
	if p.list.chosen != (api.Order{}) {
		q = q.WithOrder(p.list.order)
	}
	return q.String()
}

// ViewCount is a view's number of users; ok is false while it is not known.
func (p *Page) ViewCount(v View) (n int64, ok bool) {
	c := p.counts.byQuery[v.Query]
	return c.n, c.ok
}

// QueryProblem says what of a query is not understood, "" when all is.
func (p *Page) QueryProblem(text string) string {
	if problems := p.parse(text).Problems(); len(problems) > 0 {
		return problems[0].What
	}
	return ""
}

// NeedsScan reports whether only a scan can tell how many users a view has.
func (p *Page) NeedsScan(v View) bool { return p.counts.kindOf(v.Query).scanned }
