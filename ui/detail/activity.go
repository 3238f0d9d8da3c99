package detail

import (
	"cmp"
	"slices"
	"time"

	"usher/api"
	"usher/internal/safetext"
	"usher/internal/when"
)

// moment is one point of the activity of a user.
type moment struct {
	at    api.Time
	mark  mark
	title string
	more  []string
	// day says that the time of day means nothing.
	day bool
	// first says that of several moments at one time this one came first.
	first bool
	// key, what and value are those of the item.
	key, what string
	value     api.Text
}

// daily reports whether only the day is known.
func (m *moment) daily() bool { return m.day || when.Daily(m.at) }

// order is the time by which a moment is sorted; one that is known to the day
// only stands at the beginning of the day as it is shown.
func (m *moment) order(zone *time.Location) int64 {
	if !m.daily() {
		return int64(m.at)
	}
	at := m.at.Time().In(zone)
	if when.Daily(m.at) {
		at = at.UTC()
	}
	y, month, d := at.Date()
	return time.Date(y, month, d, 0, 0, 0, 0, zone).UnixMilli()
}

// moments collects everything whose time is known, newest first.
func moments(c *scene) []moment {
	var list collection
	list.account(c.user)
	list.identities(c.user)
	list.sessions(c.rec.sessions.items)
	list.organizations(c.rec)
	list.events(c.rec.history.items)
	slices.SortStableFunc(list, func(a, b moment) int {
		if n := cmp.Compare(b.order(c.zone), a.order(c.zone)); n != 0 {
			return n
		}
		switch {
		case a.first == b.first:
			return 0
		case a.first:
			return 1
		}
		return -1
	})
	return list
}

// collection gathers moments.
type collection []moment

func (l *collection) add(m moment) {
	if !m.at.IsZero() {
		*l = append(*l, m)
	}
}

// fact is a moment of the account itself.
func (l *collection) fact(at api.Time, mk mark, title string, more ...string) {
	l.add(moment{at: at, mark: mk, title: title, more: more, key: title})
}

// together is how close two moments are that belong to one act.
const together = 5 * time.Second

func near(a, b api.Time) bool {
	d := a.Time().Sub(b.Time())
	return !a.IsZero() && d < together && d > -together
}

func (l *collection) account(u *api.User) {
	l.add(moment{at: u.CreatedAt, mark: good, title: "Account created", first: true, key: "created"})
	if u.UpdatedAt != u.CreatedAt {
		l.fact(u.UpdatedAt, neutral, "Record changed", "the newest change; the API does not say which")
	}
	l.fact(u.LastSignInAt, good, "Signed in", "the newest sign-in")
	l.add(moment{at: u.LastActiveAt, day: true, mark: neutral, title: "Last active", more: []string{"known to the day only"}, key: "active"})
	switch {
	case near(u.PasswordLastUpdatedAt, u.CreatedAt):
		l.fact(u.PasswordLastUpdatedAt, neutral, "Password set", "as the account was created")
	case u.PasswordEnabled:
		l.fact(u.PasswordLastUpdatedAt, warn, "Password changed", "the newest change")
	default:
		l.fact(u.PasswordLastUpdatedAt, warn, "Password changed", "the newest change; there is none now")
	}
	l.fact(u.MFAEnabledAt, good, "Two-factor turned on", "the newest time")
	l.fact(u.MFADisabledAt, warn, "Two-factor turned off", "the newest time")
	l.fact(u.LegalAcceptedAt, neutral, "Terms accepted")
}

func (l *collection) identities(u *api.User) {
	identity := func(at api.Time, kind string, id api.ID, i int, title, what string, value api.Text, more ...string) {
		l.add(moment{at: at, mark: neutral, title: title, more: more, key: itemKey(kind, id, i), what: what, value: value})
	}
	for i := range u.EmailAddresses {
		e := &u.EmailAddresses[i]
		identity(e.CreatedAt, "email", e.ID, i, "E-mail address added", "e-mail address", e.EmailAddress, txt(e.EmailAddress))
	}
	for i := range u.PhoneNumbers {
		p := &u.PhoneNumbers[i]
		identity(p.CreatedAt, "phone", p.ID, i, "Phone number added", "phone number", p.PhoneNumber, txt(p.PhoneNumber))
	}
	for i := range u.Web3Wallets {
		w := &u.Web3Wallets[i]
		identity(w.CreatedAt, "wallet", w.ID, i, "Wallet added", "wallet address", w.Web3Wallet, txt(w.Web3Wallet))
	}
	for i := range u.ExternalAccounts {
		a := &u.ExternalAccounts[i]
		identity(a.CreatedAt, "social", a.ID, i, accountProvider(a)+" connected", "e-mail address of the connection", a.EmailAddress, txt(a.EmailAddress))
	}
	for i := range u.Passkeys {
		k := &u.Passkeys[i]
		identity(k.LastUsedAt, "passkey", k.ID, i, "Passkey used", "passkey id", api.NewText(string(k.ID)), joined(" · ", txt(k.Name), "its newest use"))
	}
	for i, a := range enterpriseAccounts(u) {
		identity(a.LastAuthenticatedAt, "sso", a.ID, i, "Signed in through "+enterpriseName(a), "e-mail address of the SSO account", a.EmailAddress, "its newest use")
	}
}

func (l *collection) sessions(list []api.Session) {
	for i := range list {
		v := &list[i]
		_, words := sessionWords(v)
		m := moment{
			at: v.CreatedAt, mark: neutral, title: "Session started", more: []string{device(v.LatestActivity), place(v.LatestActivity), words},
			key: itemKey("session", v.ID, i), what: "session id", value: api.NewText(string(v.ID)),
		}
		if v.Impersonated() {
			m.mark, m.title = warn, "Impersonation started"+actorWords(v.Actor)
		}
		l.add(m)
	}
}

func (l *collection) organizations(r *record) {
	for i := range r.memberships.items {
		m := &r.memberships.items[i]
		o := &m.Organization
		l.add(moment{
			at: m.CreatedAt, mark: good, title: "Joined " + organizationName(o.Name, o.Slug, o.ID), more: []string{roleName(m.RoleName, m.Role)},
			key: itemKey("membership", m.ID, i), what: "organization id", value: api.NewText(string(o.ID)),
		})
	}
	for i := range r.invitations.items {
		v := &r.invitations.items[i]
		l.add(moment{
			at: v.CreatedAt, mark: neutral, title: "Invited to " + invitedTo(v), more: []string{roleName(v.RoleName, v.Role), inviter(v), txt(v.Status)},
			key: itemKey("invitation", v.ID, i), what: "invitation id", value: api.NewText(string(v.ID)),
		})
	}
}

func (l *collection) events(list []Event) {
	for i := range list {
		e := &list[i]
		mk, words := resultWords(e.Result)
		title := safetext.String(e.Title)
		if e.Undoes {
			title += " (undo)"
		}
		l.add(moment{
			at: api.TimeOf(e.At), mark: mk, title: title,
			more: []string{
				onlyIf(e.Operator != "", "by "+safetext.String(e.Operator)), "with usher", words,
				onlyIf(e.Detail != "" && mk != good, safetext.String(e.Detail)), onlyIf(e.Reason != "", "reason: "+safetext.String(e.Reason)),
			},
			key: itemKey("event", api.ID(e.ID), i),
		})
	}
}
