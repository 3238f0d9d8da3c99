package users

import (
	"strings"
	"time"

	"usher/api"
	"usher/internal/safetext"
	"usher/internal/when"
	"usher/styles"
	"usher/ui/components/table"
)

// drawnRow is a row's text, made once per revision of its entry.
type drawnRow struct {
	rev   uint64
	cells []table.Cell
}

// maxDrawn bounds the rows whose text is kept; past it they are made again.
const maxDrawn = 600

// Len is the number of rows of the list.
func (p *Page) Len() int { return p.list.pages.length() }

// Row makes the row for the table. It is called for rows in view only.
func (p *Page) Row(i int) table.Row {
	e, ok := p.list.pages.at(i)
	if !ok {
		return table.Row{Loading: true}
	}
	id := e.user.ID
	row := table.Row{Key: string(id), Rev: e.rev, Mark: e.sign}
	if p.shownMarks()[id] {
		row.Mark = table.MarkChosen
	}
	if p.deps.Pending != nil && p.deps.Pending(id) {
		row.Mark = table.MarkPending
	}
	d, ok := p.drawn[id]
	if !ok || d.rev != e.rev || id == "" {
		if len(p.drawn) > maxDrawn {
			clear(p.drawn)
		}
		d = drawnRow{rev: e.rev, cells: p.cells(e)}
		p.drawn[id] = d
	}
	row.Cells = d.cells
	return row
}

// drawing is one row while its cells are made.
type drawing struct {
	e       *entry
	u       *api.User
	paint   *styles.Paints
	now     time.Time
	zone    *time.Location
	private bool
	docs    documents
}

func (p *Page) cells(e *entry) []table.Cell {
	d := &drawing{
		e: e, u: e.user, paint: &p.deps.Styles.P, now: p.deps.Now(), zone: p.deps.Zone, private: p.columns.private,
	}
	cols := p.columns.cols
	out := make([]table.Cell, len(cols))
	for i, c := range cols {
		if d.u.Broken != nil {
			out[i] = d.broken(c.id, i == 0)
			continue
		}
		out[i] = c.cell(d)
	}
	return out
}

// broken is a cell of a record that could not be read.
func (d *drawing) broken(column string, first bool) table.Cell {
	switch {
	case stranger(d.u) && first:
		return table.Cell{Text: "· left out", Paint: d.paint.Faint}
	case stranger(d.u) && column == "email":
		return table.Cell{Text: "does not match", Paint: d.paint.Faint}
	case stranger(d.u):
		return table.Cell{}
	case first:
		return table.Cell{Text: "unreadable record", Paint: d.paint.Warning}
	case column == "email", column == "id":
		return table.Cell{Text: safetext.String(string(d.u.ID)), Paint: d.paint.Muted}
	case column == "state":
		return table.Cell{Text: "?", Paint: d.paint.Warning}
	}
	return table.Cell{}
}

func (d *drawing) muted(text string) table.Cell {
	if text == "" {
		return d.none()
	}
	return table.Cell{Text: text, Paint: d.paint.Muted}
}

func (d *drawing) none() table.Cell { return table.Cell{Text: "—", Paint: d.paint.Faint} }

func nameCell(d *drawing) table.Cell { return table.Cell{Text: safetext.Line(d.u.DisplayName())} }

func emailCell(d *drawing) table.Cell {
	identifier := d.u.PrimaryEmail()
	if identifier.Empty() {
		identifier = d.u.Identifier()
	}
	return table.Cell{Text: safetext.Line(identifier), Paint: d.paint.Muted}
}

// stateCell is the word of the state column, with what is left of a lock.
func stateCell(d *drawing) table.Cell {
	switch d.u.State() {
	case api.Deprovisioned:
		return table.Cell{Text: "DEPROVIS.", Paint: d.paint.Danger}
	case api.Banned:
		return table.Cell{Text: "BANNED", Paint: d.paint.Danger}
	case api.Locked:
		text := "LOCKED"
		if left, ok := LockLeft(d.u, d.e.fetched, d.now); ok {
			text += " " + when.Short(left)
		}
		return table.Cell{Text: text, Paint: d.paint.Warning}
	default:
		return d.none()
	}
}

func mfaCell(d *drawing) table.Cell {
	if d.u.TwoFactorEnabled {
		return table.Cell{Text: "●", Paint: d.paint.Success}
	}
	return table.Cell{Text: "○", Paint: d.paint.Faint}
}

func lastActiveCell(d *drawing) table.Cell { return d.muted(when.Ago(d.now, d.u.LastActiveAt)) }
func lastSignInCell(d *drawing) table.Cell { return d.muted(when.Ago(d.now, d.u.LastSignInAt)) }
func createdCell(d *drawing) table.Cell    { return d.muted(when.Date(d.now, d.u.CreatedAt, d.zone)) }

func updatedCell(d *drawing) table.Cell    { return d.muted(when.Date(d.now, d.u.UpdatedAt, d.zone)) }
func phoneCell(d *drawing) table.Cell      { return d.muted(safetext.Line(d.u.PrimaryPhone())) }
func usernameCell(d *drawing) table.Cell   { return d.muted(safetext.Line(d.u.Username)) }
func idCell(d *drawing) table.Cell         { return d.muted(safetext.String(string(d.u.ID))) }
func externalIDCell(d *drawing) table.Cell { return d.muted(safetext.Line(d.u.ExternalID)) }
func walletCell(d *drawing) table.Cell     { return d.muted(safetext.Line(d.u.PrimaryWallet())) }
func localeCell(d *drawing) table.Cell     { return d.muted(safetext.Line(d.u.Locale)) }

func passwordCell(d *drawing) table.Cell {
	switch {
	case d.u.RequiresPasswordReset:
		return table.Cell{Text: "reset", Paint: d.paint.Warning}
	case d.u.PasswordEnabled:
		return d.muted("yes")
	default:
		return d.none()
	}
}

// verifiedCell tells about the primary e-mail address.
func verifiedCell(d *drawing) table.Cell {
	for i := range d.u.EmailAddresses {
		e := &d.u.EmailAddresses[i]
		switch {
		case e.ID != d.u.PrimaryEmailID:
		case e.Verification != nil && safetext.Line(e.Verification.Status) == "verified":
			return table.Cell{Text: "yes", Paint: d.paint.Success}
		default:
			return table.Cell{Text: "no", Paint: d.paint.Warning}
		}
	}
	return d.none()
}

// providerCell names the social accounts and what signs in for a company.
func providerCell(d *drawing) table.Cell {
	var names []string
	add := func(t api.Text) {
		name := strings.TrimPrefix(safetext.Line(t), "oauth_")
		if name != "" && len(names) < 4 {
			names = append(names, name)
		}
	}
	for i := range d.u.ExternalAccounts {
		add(d.u.ExternalAccounts[i].Provider)
	}
	for i := range d.u.EnterpriseAccounts {
		add(d.u.EnterpriseAccounts[i].Provider)
	}
	return d.muted(strings.Join(names, " "))
}

// LockLeft is what remains of a lock now: the API gives the seconds left at
// the time of the fetch. It is false for a lock without an end, and for none.
func LockLeft(u *api.User, fetched, now time.Time) (time.Duration, bool) {
	if !u.Locked || u.LockoutExpiresIn == nil {
		return 0, false
	}
	left := time.Duration(*u.LockoutExpiresIn)*time.Second - now.Sub(fetched)
	return max(left, 0), true
}
