package users

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"usher/api"
	"usher/internal/safetext"
	"usher/styles"
	"usher/ui/components/table"
)

// column is what a column of the list can be.
type column struct {
	id, title string
	help      string
	// min and max are widths in cells, weight its share of what is left over.
	min, max, weight int
	// priority tells which of the usual columns go first when it gets narrow:
	// those with the largest number.
	priority int
	orders   []api.OrderField // that sort by it
	cell     func(*drawing) table.Cell
}

// catalogue are the columns that every user has; metadata paths come on top.
func catalogue() []column {
	return []column{
		{
			id: "name", title: "NAME", help: "first and last name, else the identifier", min: 10, max: 28, weight: 3, cell: nameCell,
			orders: []api.OrderField{api.OrderFirstName, api.OrderLastName},
		},
		{
			id: "email", title: "EMAIL", help: "primary e-mail, else another identifier", min: 12, max: 38, weight: 4, priority: 2, cell: emailCell,
			orders: []api.OrderField{api.OrderEmailAddress},
		},
		{id: "state", title: "STATE", help: "banned, locked or deprovisioned", min: 11, max: 13, priority: 1, cell: stateCell},
		{id: "mfa", title: "MFA", help: "a second factor is on", min: 3, max: 3, priority: 5, cell: mfaCell},
		{
			id: "last_active", title: "LAST ACTIVE", help: "last use, to the day", min: 11, max: 11, priority: 3, cell: lastActiveCell,
			orders: []api.OrderField{api.OrderLastActiveAt},
		},
		{
			id: "created", title: "CREATED", help: "sign-up", min: 9, max: 9, priority: 4, cell: createdCell,
			orders: []api.OrderField{api.OrderCreatedAt},
		},
		{
			id: "last_sign_in", title: "LAST SIGN-IN", help: "last sign-in", min: 12, max: 12, cell: lastSignInCell,
			orders: []api.OrderField{api.OrderLastSignInAt},
		},
		{
			id: "updated", title: "CHANGED", help: "last change of the record", min: 9, max: 9, cell: updatedCell,
			orders: []api.OrderField{api.OrderUpdatedAt},
		},
		{
			id: "phone", title: "PHONE", help: "primary phone number", min: 12, max: 18, weight: 2, cell: phoneCell,
			orders: []api.OrderField{api.OrderPhoneNumber},
		},
		{
			id: "username", title: "USERNAME", help: "username", min: 8, max: 24, weight: 2, cell: usernameCell,
			orders: []api.OrderField{api.OrderUsername},
		},
		{id: "id", title: "ID", help: "user id", min: 12, max: 33, weight: 2, cell: idCell},
		{id: "external_id", title: "EXTERNAL ID", help: "the id in your own system", min: 11, max: 33, weight: 2, cell: externalIDCell},
		{id: "provider", title: "PROVIDER", help: "social and enterprise accounts", min: 8, max: 24, weight: 1, cell: providerCell},
		{id: "verified", title: "VERIFIED", help: "the primary e-mail address is verified", min: 8, max: 8, cell: verifiedCell},
		{id: "password", title: "PASSWORD", help: "has a password", min: 8, max: 8, cell: passwordCell},
		{
			id: "wallet", title: "WALLET", help: "primary web3 wallet", min: 10, max: 20, weight: 1, cell: walletCell,
			orders: []api.OrderField{api.OrderWeb3Wallet},
		},
		{id: "locale", title: "LOCALE", help: "language", min: 6, max: 8, cell: localeCell},
	}
}

// UsualColumns are those of a view for which none were chosen.
func UsualColumns() []ColumnSpec {
	return []ColumnSpec{{ID: "name"}, {ID: "email"}, {ID: "state"}, {ID: "mfa"}, {ID: "last_active"}, {ID: "created"}}
}

// ColumnHelp is a column that can be chosen, for menus and documents.
type ColumnHelp struct {
	ID, Title, Help string
}

// AllColumns are the columns that can be chosen beside metadata paths.
func AllColumns() []ColumnHelp {
	var out []ColumnHelp
	for _, c := range catalogue() {
		out = append(out, ColumnHelp{c.id, c.title, c.help})
	}
	return out
}

// CheckColumn says in a sentence why there is no such column.
func CheckColumn(spec ColumnSpec) error {
	if _, ok := findColumn(spec.ID); ok {
		return nil
	}
	return fmt.Errorf("there is no column called “%s”; name one such as email, or a metadata path such as public.plan", safetext.String(spec.ID))
}

// findColumn is the column with an id, which may be a path into the metadata.
func findColumn(id string) (column, bool) {
	all := catalogue()
	if i := slices.IndexFunc(all, func(c column) bool { return c.id == id }); i >= 0 {
		return all[i], true
	}
	return metadataColumn(id)
}

// columnsOf are the columns of a view; what is not known is left out.
func columnsOf(specs []ColumnSpec) (cols []column, widths []int) {
	for _, s := range specs {
		if c, ok := findColumn(s.ID); ok {
			cols, widths = append(cols, c), append(widths, s.Width)
		}
	}
	if len(cols) == 0 {
		return columnsOf(UsualColumns())
	}
	return cols, widths
}

// laid are the columns of the table: those whose order the list has carry its
// direction. Of chosen columns the last ones go first when it gets narrow;
// name, state and e-mail stay longest.
func laid(cols []column, widths []int, chosen bool, order api.Order) []table.Column {
	out := make([]table.Column, 0, len(cols))
	for i, c := range cols {
		t := table.Column{
			ID: c.id, Title: c.title, Min: c.min, Max: c.max, Weight: c.weight, Priority: c.priority,
			Want: widths[i],
		}
		if chosen && c.id != "name" && c.id != "state" && c.id != "email" {
			t.Priority = 10 + i
		}
		if mark := orderMark(c, order); mark != "" {
			t.Title += " " + mark
			// Letters of our own, a cell each: to measure them would load the
			// tables of all scripts before the first frame.
			t.Min = max(t.Min, utf8.RuneCountInString(t.Title))
			t.Max = max(t.Max, t.Min)
		}
		if t.Want > 0 {
			t.Min = min(t.Min, t.Want)
		}
		out = append(out, t)
	}
	return out
}

// orderMark is ▾ or ▴ when the list is sorted by the column.
func orderMark(c column, o api.Order) string {
	field := o.Field
	if o == (api.Order{}) {
		field, o.Desc = api.OrderCreatedAt, true
	}
	switch {
	case !slices.Contains(c.orders, field):
		return ""
	case o.Desc:
		return "▾"
	default:
		return "▴"
	}
}

func newTable(s *styles.Styles) *table.Table { return table.New(table.WithStyles(s)) }

// columnState is what the table's columns were made for.
type columnState struct {
	cols  []column
	specs string
	order api.Order
	made  bool
	// private shows the values of private metadata, until usher ends.
	private bool
}

// layColumns gives the table the columns of the present view and the present
// order, when they are not there already.
func (p *Page) layColumns() {
	s := &p.columns
	specs := p.views[p.view].Columns
	text := FormatColumns(specs)
	if s.made && s.order == p.list.order && s.specs == text {
		return
	}
	cols, widths := columnsOf(specs)
	if !s.made || s.specs != text {
		clear(p.drawn)
	}
	s.cols, s.specs, s.order, s.made = cols, text, p.list.order, true
	p.table.SetColumns(laid(cols, widths, len(specs) > 0, p.list.order)...)
}

// Columns are the columns of the present view; none means the usual ones.
func (p *Page) Columns() []ColumnSpec { return slices.Clone(p.views[p.view].Columns) }

// SetColumns shows other columns in the present view; none means the usual
// ones.
func (p *Page) SetColumns(specs []ColumnSpec) {
	p.views[p.view].Columns = slices.Clone(specs)
	p.layColumns()
}

// PrivateShown reports whether private metadata is shown in columns.
func (p *Page) PrivateShown() bool { return p.columns.private }

// ShowPrivate shows or masks private metadata in columns, until usher ends.
func (p *Page) ShowPrivate(on bool) {
	p.columns.private = on
	clear(p.drawn)
	p.list.pages.redrawAll()
}

// Loaded are users of the list that are loaded, at most n, those in view
// first.
func (p *Page) Loaded(n int) []*api.User {
	var out []*api.User
	top := p.table.Offset()
	for row := top; row < p.Len() && len(out) < n && row < top+2*n; row++ {
		if e, ok := p.list.pages.at(row); ok && e != nil {
			out = append(out, e.user)
		}
	}
	return out
}

// FormatColumns writes columns as they are typed: name,email:30,public.plan.
func FormatColumns(specs []ColumnSpec) string {
	var b strings.Builder
	for i, s := range specs {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(s.String())
	}
	return b.String()
}

// ColumnWidth is the width in cells that a column has now, 0 when it has no
// room.
func (p *Page) ColumnWidth(id string) int {
	p.layColumns()
	for _, c := range p.table.Layout().Columns {
		if c.ID == id {
			return c.Width
		}
	}
	return 0
}
