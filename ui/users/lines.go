package users

import (
	"fmt"
	"strings"

	"github.com/dustin/go-humanize"

	tea "charm.land/bubbletea/v2"

	"usher/api"
	"usher/internal/safetext"
)

// SearchLine is the search box with what it found, w cells wide, and where
// the text cursor stands when the box has the keyboard.
func (p *Page) SearchLine(w int) (string, *tea.Cursor) {
	paint := &p.deps.Styles.P
	right := p.found()
	room := max(10, w-4-safetext.Width(right)-1)
	text, cursor := p.box.Line(room)
	if cursor != nil {
		cursor.X += 3
	}
	prompt := paint.Faint
	if p.Searching() {
		prompt = paint.Accent
	}
	return " " + prompt.Apply("/") + " " + text + " " + paint.Muted.Apply(right), cursor
}

// found tells how much the search matches and how the list is sorted.
func (p *Page) found() string {
	parts := make([]string, 0, 3)
	l := p.list
	switch {
	case p.lookup:
		parts = append(parts, "looking up…")
	case (p.loads.Busy() || p.orgs.slot.Busy()) && len(l.pages.kept) == 0:
		parts = append(parts, "searching…")
	case l.pasted() > 0 && l.pasted() == p.Len(): // else some are missing, or chosen from
		parts = append(parts, fmt.Sprintf("%d pasted users", l.pasted()))
	case l.scan != nil && l.scan.state != scanDone:
		parts = append(parts, humanize.Comma(int64(l.found()))+" found")
	case l.narrowed() && (l.pages.total >= 0 || l.scan != nil):
		n := humanize.Comma(int64(p.Len()))
		if all := p.counts.byQuery[l.among()]; all.ok {
			n += " of " + humanize.Comma(all.n)
		}
		parts = append(parts, n)
	}
	if l.fellBack {
		parts = append(parts, "no exact match, partial shown")
	}
	return strings.Join(append(parts, OrderName(l.order)), " · ")
}

// Count is the number that the header shows: users of the instance.
func (p *Page) Count() (n int64, ok bool) {
	c := p.counts.byQuery[""]
	return c.n, c.ok
}

// StatusLine tells which rows are in view: "51–100 of 12,408".
func (p *Page) StatusLine() string {
	if p.list.scan != nil {
		return p.scanLine()
	}
	length := p.Len()
	if length == 0 || len(p.list.pages.kept) == 0 {
		return ""
	}
	first := p.table.Offset() + 1
	last := min(p.table.Offset()+p.table.Visible(), length)
	total := "…"
	if p.list.pages.total >= 0 || p.list.pages.end >= 0 {
		total = humanize.Comma(int64(length))
	}
	return fmt.Sprintf(" %s–%s of %s", humanize.Comma(int64(first)), humanize.Comma(int64(last)), total) + p.countedFrom() + p.newAbove() + p.markWords() + p.list.strangerWords()
}

// countedFrom says that the rows are counted from the list's end: in orders by
// a value that not everybody has, those without one then stand first.
func (p *Page) countedFrom() string {
	if !p.list.pages.fromEnd {
		return ""
	}
	return " · from the end"
}

// orderNames is how the sort menu and the search line call a field's orders:
// ascending, descending.
func orderNames(f api.OrderField) (up, down string) {
	switch f {
	case api.OrderUpdatedAt:
		return "least recently changed", "recently changed"
	case api.OrderLastActiveAt:
		return "longest inactive", "recently active"
	case api.OrderLastSignInAt:
		return "earliest sign-in", "latest sign-in"
	case api.OrderFirstName:
		return "first name A–Z", "first name Z–A"
	case api.OrderLastName:
		return "last name A–Z", "last name Z–A"
	case api.OrderEmailAddress:
		return "e-mail A–Z", "e-mail Z–A"
	case api.OrderPhoneNumber:
		return "phone 0–9", "phone 9–0"
	case api.OrderUsername:
		return "username A–Z", "username Z–A"
	case api.OrderWeb3Wallet:
		return "wallet 0–z", "wallet z–0"
	default:
		return "oldest first", "newest first"
	}
}

// Orders lists every order the API knows, the most used first.
func Orders() []api.Order {
	var out []api.Order
	for _, f := range []api.OrderField{
		api.OrderCreatedAt, api.OrderLastActiveAt, api.OrderLastSignInAt, api.OrderUpdatedAt, api.OrderFirstName,
		api.OrderLastName, api.OrderEmailAddress, api.OrderUsername, api.OrderPhoneNumber, api.OrderWeb3Wallet,
	} {
		out = append(out, api.Order{Field: f, Desc: true}, api.Order{Field: f})
	}
	return out
}

// OrderName names an order; the zero order is newest first.
func OrderName(o api.Order) string {
	up, down := orderNames(o.Field)
	if o.Desc || o == (api.Order{}) {
		return down
	}
	return up
}
