// Package summary writes what is known of a user as Markdown that fits into a
// ticket.
//
// Everything that came from the server stands in code spans: no Markdown in a
// name becomes a link, a picture or a mention where the ticket is read.
package summary

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"usher/api"
	"usher/internal/safetext"
	"usher/internal/when"
)

// Facts are what a summary tells beside the user's record.
type Facts struct {
	// Now is when the summary is written, Fetched when the record came.
	Now, Fetched time.Time
	// Zone is the zone of the times; nil means UTC.
	Zone *time.Location
	// Instance names where the user lives, such as "production · acme"; ""
	// leaves it out.
	Instance string
	// URL leads to the user in the web dashboard; "" leaves it out.
	URL string
	// Memberships are the user's organizations as far as they were loaded; nil
	// says that they were not, an empty list that there are none.
	Memberships []api.Membership
	// TotalMemberships is how many there are when not all were loaded.
	TotalMemberships int64
}

// maxEntries bounds each list of a summary.
const maxEntries = 20

// maxValue bounds a value in cells.
const maxValue = 200

// Markdown writes the summary of u. It holds no metadata and no secrets, and
// no control characters but line breaks: it can go to the clipboard as it is.
func Markdown(u *api.User, f Facts) string {
	if f.Zone == nil {
		f.Zone = time.UTC
	}
	w := &writer{u: u, f: f}
	w.title()
	if u.Broken != nil {
		w.line("The record was not understood; nothing else can be told.")
		w.foot()
		return w.b.String()
	}
	w.identity()
	w.identifiers()
	w.access()
	w.dates()
	w.organizations()
	w.foot()
	return w.b.String()
}

// writer collects the lines.
type writer struct {
	u *api.User
	f Facts
	b strings.Builder
}

func (w *writer) line(s string) { w.b.WriteString(s + "\n") }

// item is a line of a list; an empty value leaves it out.
func (w *writer) item(label, value string) {
	if value != "" {
		w.line("- " + label + ": " + value)
	}
}

func (w *writer) head(s string) { w.line("\n**" + s + "**\n") }

// foreign is a value of the server, inert; "" for none.
func foreign(t api.Text) string {
	if t.Empty() {
		return ""
	}
	return code(safetext.Line(t))
}

// code is a text in a code span that it cannot leave. The text must be a
// single line without control characters.
func code(s string) string {
	s = strings.TrimSpace(safetext.Truncate(s, maxValue))
	if s == "" {
		return ""
	}
	longest, run := 0, 0
	for _, r := range s {
		if r == '`' {
			run++
			longest = max(longest, run)
			continue
		}
		run = 0
	}
	fence := strings.Repeat("`", longest+1)
	if longest > 0 {
		return fence + " " + s + " " + fence
	}
	return fence + s + fence
}

// word is a foreign word: as it is when it is one, else in a code span.
func word(t api.Text) string {
	s := safetext.Line(t)
	if len(s) > 40 || strings.ContainsFunc(s, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '-'
	}) {
		return code(s)
	}
	return s
}

func id(v api.ID) string { return foreign(api.NewText(string(v))) }

// at is a moment with its zone, "" for none.
func (w *writer) at(t api.Time) string {
	if t.IsZero() {
		return ""
	}
	return when.Absolute(t, w.f.Zone)
}

func joined(parts ...string) string {
	var kept []string
	for _, p := range parts {
		if p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, ", ")
}

func onlyIf(on bool, s string) string {
	if on {
		return s
	}
	return ""
}

func (w *writer) title() {
	name := foreign(w.u.DisplayName())
	if w.u.Broken != nil || name == "" {
		name = id(w.u.ID)
	}
	w.line("### User " + name + "\n")
}

func (w *writer) identity() {
	u := w.u
	w.item("State", w.state())
	w.item("User id", id(u.ID))
	w.item("External id", foreign(u.ExternalID))
	w.item("Username", foreign(u.Username))
	w.item("Locale", foreign(u.Locale))
	w.item("Instance", foreign(api.NewText(w.f.Instance)))
	if url := w.f.URL; url != "" && !strings.ContainsFunc(url, func(r rune) bool { return r <= ' ' || r >= 0x7f || r == '<' || r == '>' }) {
		w.item("Web dashboard", "<"+url+">")
	}
}

// state is the state in words, with every reason that holds.
func (w *writer) state() string {
	u := w.u
	if u.State() == api.Active {
		return "active, neither banned nor locked"
	}
	return joined(onlyIf(u.Deprovisioned, "**deprovisioned** by the directory"), onlyIf(u.Banned, "**banned**"), w.lock())
}

func (w *writer) lock() string {
	u := w.u
	switch {
	case !u.Locked:
		return ""
	case u.LockoutExpiresIn == nil:
		return "**locked** until unlocked"
	case w.f.Fetched.IsZero():
		return "**locked** for a while"
	}
	secs := min(max(*u.LockoutExpiresIn, 0), int64(maxLock/time.Second))
	return "**locked** until " + w.at(api.TimeOf(w.f.Fetched.Add(time.Duration(secs)*time.Second)))
}

// maxLock bounds the end of a lock, so that nonsense does not overflow.
const maxLock = 200 * 365 * 24 * time.Hour

func (w *writer) dates() {
	u := w.u
	w.head("Dates")
	w.item("Created", w.at(u.CreatedAt))
	w.item("Last sign-in", orNever(w.at(u.LastSignInAt)))
	w.item("Last active", orNever(w.at(u.LastActiveAt)))
	w.item("Password changed", w.at(u.PasswordLastUpdatedAt))
	w.item("Two-factor turned on", w.at(u.MFAEnabledAt))
	w.item("Two-factor turned off", w.at(u.MFADisabledAt))
	w.item("Terms accepted", w.at(u.LegalAcceptedAt))
	w.item("Record changed", w.at(u.UpdatedAt))
}

func orNever(s string) string {
	if s == "" {
		return "never"
	}
	return s
}

func (w *writer) organizations() {
	list := w.f.Memberships
	if list == nil {
		return
	}
	total := max(w.f.TotalMemberships, int64(len(list)))
	w.head("Organizations: " + strconv.FormatInt(total, 10))
	for i := range list[:min(len(list), maxEntries)] {
		m := &list[i]
		o := &m.Organization
		name := foreign(o.Name)
		if name == "" {
			name = foreign(o.Slug)
		}
		role := word(m.RoleName)
		if role == "" {
			role = word(m.Role)
		}
		since := ""
		if !m.CreatedAt.IsZero() {
			since = "since " + w.at(m.CreatedAt)
		}
		w.line("- " + joined(name, id(o.ID), role, since))
	}
	w.rest(int(total))
}

// rest tells how many entries of n were left out.
func (w *writer) rest(n int) {
	if n > maxEntries {
		w.line(fmt.Sprintf("- and %d more", n-maxEntries))
	}
}

// foot tells how old all this is.
func (w *writer) foot() {
	text := "Written " + w.at(api.TimeOf(w.f.Now.Truncate(time.Second)))
	if !w.f.Fetched.IsZero() {
		text += ", record of " + w.at(api.TimeOf(w.f.Fetched.Truncate(time.Second)))
	}
	w.line("\n" + text + ".")
}
