package diagnose

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"usher/api"
	"usher/internal/safetext"
)

// AboutAddress begins the diagnosis of an address, a phone number or a name
// that no user has; see [About]. There are at most 8 probes.
func AboutAddress(src Source, address string, now time.Time) (Facts, []Probe) {
	address = strings.TrimSpace(address)
	f := Facts{Now: now, Address: address}
	var probes []Probe
	m, isMail := parseMailbox(address)
	switch {
	case isMail:
		probes = mailProbes(src, m)
	case digits(address) >= 7:
		probes = phoneProbes(src, address)
	case address != "":
		probes = []Probe{peopleProbe(src, theSimilar, address, api.UserFilter{Query: address})}
	}
	f.expect(probes)
	return f, probes
}

func mailProbes(src Source, m mailbox) []Probe {
	exact := func(ctx context.Context) ([]*api.User, error) {
		return src.Users(ctx, api.ListUsersParams{UserFilter: api.UserFilter{EmailAddress: m.variants()}, Limit: many})
	}
	probes := []Probe{
		probe(theAddress, exact, func(f *Facts, us []*api.User) {
			f.exact = true
			f.meet(us)
		}),
		probe(theAppInvites, func(ctx context.Context) (*api.List[api.Invitation], error) {
			return src.ApplicationInvitations(ctx, m.String())
		}, func(f *Facts, l *api.List[api.Invitation]) { f.AppInvites = l }),
		probe(theInvitations, func(ctx context.Context) (*api.List[api.OrganizationInvitation], error) {
			return src.OrganizationInvitations(ctx, m.String())
		}, func(f *Facts, l *api.List[api.OrganizationInvitation]) { f.OrgInvites = l }),
		probe(theWaitlist, func(ctx context.Context) (*api.List[api.WaitlistEntry], error) {
			return src.Waitlist(ctx, m.String())
		}, func(f *Facts, l *api.List[api.WaitlistEntry]) { f.Waitlist = l }),
		blockProbe(src),
	}
	for _, part := range m.parts() {
		probes = append(probes, peopleProbe(src, theSimilar, part, api.UserFilter{EmailAddressQuery: part}))
	}
	return probes
}

// parts are at most 3 pieces of the address of which one survives a slip in
// any other place.
func (m mailbox) parts() []string {
	const sound = 3 // shorter pieces find everybody
	var out []string
	add := func(s string) {
		if len([]rune(s)) >= sound && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	r := []rune(m.base)
	if len(r) >= 6 {
		add(m.base) // with a tag, or at another domain
	} else {
		add(m.base + "@")
	}
	add(string(r[:len(r)/2]))
	tag := strings.TrimPrefix(m.local, m.base)
	add(string(r[len(r)/2:]) + tag + "@" + m.domain)
	return out
}

func phoneProbes(src Source, number string) []Probe {
	only := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, number)
	// The last digits stand whatever the country code was written like.
	tail := only[max(len(only)-8, 0):]
	return []Probe{
		peopleProbe(src, theSimilar, tail, api.UserFilter{PhoneNumberQuery: tail}),
		blockProbe(src),
	}
}

func digits(s string) int {
	n := 0
	for _, r := range s {
		if r >= '0' && r <= '9' {
			n++
		} else if !strings.ContainsRune("+-(). /", r) {
			return 0
		}
	}
	return n
}

func peopleProbe(src Source, what, part string, filter api.UserFilter) Probe {
	call := func(ctx context.Context) ([]*api.User, error) {
		return src.Users(ctx, api.ListUsersParams{UserFilter: filter, Limit: many})
	}
	return probe(what, call, func(f *Facts, us []*api.User) {
		if len(us) >= many {
			f.crowded = append(f.crowded, part)
			slices.Sort(f.crowded) // answers come in any order
		}
		f.meet(us)
	})
}

// meet takes people that a search brought, each once.
func (f *Facts) meet(us []*api.User) {
	for _, u := range us {
		known := func(v *api.User) bool { return v.ID == u.ID }
		if u.Broken == nil && u.ID != "" && !slices.ContainsFunc(f.People, known) {
			f.People = append(f.People, u)
		}
	}
}

// absence are the findings about an address.
func (f *Facts) absence() []Finding {
	near := f.nearMisses()
	out := make([]Finding, 0, len(near)+4)
	if len(near) > 0 && near[0].Cause == UserExists {
		return near[:1]
	}
	out = append(out, near...)
	out = append(out, f.invited()...)
	out = append(out, f.orgInvited()...)
	out = append(out, f.waitlisted()...)
	if hit, _, ok := f.blockEntry([]string{strings.ToLower(safetext.String(f.Address))}); ok {
		out = append(out, Finding{
			Cause: Blocked, Title: "On the block list: " + text(hit.Identifier), Certainty: Likely, Severity: Stop, Person: nobody,
			Evidence: "Sign-ups with this address are refused, unless the allow list covers it too.",
			Fix:      "Take the entry off the block list, if the person is welcome.", ActionID: actUnlist, Target: hit.ID,
		})
	}
	if f.exact || f.Waiting == 0 {
		nobody := f.noSuchUser()
		likely := func(found Finding) bool { return found.Certainty == Likely }
		if i := slices.IndexFunc(out, likely); i >= 0 && nobody.ActionID != "" {
			// An invitation to a mistyped address would make things worse.
			nobody.Fix, nobody.ActionID = "First see what stands below.", ""
		}
		out = append(out, nobody)
	}
	return out
}

func (f *Facts) shown() string { return safetext.Truncate(safetext.String(f.Address), widest) }

func (f *Facts) noSuchUser() Finding {
	found := Finding{
		Cause: NoSuchUser, Title: "Nobody has this address", Certainty: Certain, Severity: Stop, Person: nobody,
		Evidence: f.shown() + " belongs to no user of this instance, as a first or a further address.",
		Fix:      "Ask with which address they signed up, or invite this one.", ActionID: actInvite,
	}
	if _, isMail := parseMailbox(f.Address); !isMail {
		found.Title, found.ActionID = "No user was found", ""
		found.Evidence = "“" + f.shown() + "” finds no user of this instance."
		found.Fix = "Ask with which e-mail address they signed up."
		return found
	}
	if !f.exact {
		found.Title, found.Certainty = "No user was found", Possible
		found.Evidence = "The exact look-up had no answer: whether somebody has " + f.shown() + " is not known."
	}
	return found
}

// miss is a person whose address is near the one looked for.
type miss struct {
	person, off int
	how         string
	address     *api.EmailAddress
}

// mostMisses are shown; only the nearest help.
const mostMisses = 5

// nearMisses are the people with a similar address, nearest first.
func (f *Facts) nearMisses() []Finding {
	want, isMail := parseMailbox(f.Address)
	if !isMail {
		return f.others()
	}
	var all []miss
	for i, u := range f.People {
		if best, ok := nearest(want, u); ok {
			best.person = i
			all = append(all, best)
		}
	}
	slices.SortFunc(all, func(a, b miss) int {
		if a.off != b.off {
			return a.off - b.off
		}
		// Answers come in any order: newest first among equals.
		u, v := f.People[a.person], f.People[b.person]
		return cmp.Or(cmp.Compare(v.CreatedAt, u.CreatedAt), cmp.Compare(u.ID, v.ID))
	})
	out := make([]Finding, 0, mostMisses)
	for _, m := range all[:min(len(all), mostMisses)] {
		out = append(out, f.nearMiss(m))
	}
	return out
}

func nearest(want mailbox, u *api.User) (best miss, ok bool) {
	for i := range u.EmailAddresses {
		e := &u.EmailAddresses[i]
		got, isMail := parseMailbox(plain(e.EmailAddress))
		if !isMail {
			continue
		}
		if off, how, near := nearness(want, got); near && (!ok || off < best.off) {
			best, ok = miss{off: off, how: how, address: e}, true
		}
	}
	return best, ok
}

func (f *Facts) nearMiss(m miss) Finding {
	u := f.People[m.person]
	address := text(m.address.EmailAddress)
	if m.off == 0 {
		return Finding{
			Cause: UserExists, Title: "There is such a user", Certainty: Certain, Severity: Note, Person: m.person,
			Evidence: address + " belongs to " + name(u) + ".", Fix: "Open the user.",
		}
	}
	found := Finding{
		Cause: NearMiss, Title: "Or is it " + address + "?", Certainty: Possible, Severity: Note, Person: m.person,
		Evidence: name(u) + ", " + m.how + ". " + f.history(u),
		Fix:      "Open the user.",
	}
	if m.off <= 3 {
		found.Certainty, found.Severity = Likely, Hinder
	}
	if !verified(m.address.Verification) {
		found.Evidence += " That address was never verified: it may have been mistyped at sign-up."
	}
	return found
}

// others are the people that a search without an e-mail address brought.
func (f *Facts) others() []Finding {
	out := make([]Finding, 0, mostMisses)
	for i, u := range f.People[:min(len(f.People), mostMisses)] {
		out = append(out, Finding{
			Cause: NearMiss, Title: "Or is it " + name(u) + "?", Certainty: Possible, Severity: Note, Person: i,
			Evidence: text(u.Identifier()) + ". " + f.history(u),
			Fix:      "Open the user.",
		})
	}
	return out
}

// history is a sentence on when a user came and what state it is in.
func (f *Facts) history(u *api.User) string {
	s := "Signed up " + f.ago(u.CreatedAt) + ", last signed in " + f.ago(u.LastSignInAt)
	if u.LastSignInAt.IsZero() {
		s = "Signed up " + f.ago(u.CreatedAt) + ", never signed in since"
	}
	return s + standing(u) + "."
}

func standing(u *api.User) string {
	if s := u.State(); s != api.Active {
		return ", " + s.String()
	}
	return ""
}

// name is what sentences call a user; never empty.
func name(u *api.User) string {
	if n := strings.TrimSpace(text(u.DisplayName())); n != "" {
		return n
	}
	return string(u.ID)
}

// absenceLimits are what the search for an address cannot see.
func (f *Facts) absenceLimits() []string {
	var out []string
	if len(f.crowded) > 0 {
		parts := make([]string, len(f.crowded))
		for i, p := range f.crowded {
			parts[i] = "“" + safetext.Truncate(safetext.String(p), 30) + "”"
		}
		out = append(out, "More people than were read ("+strconv.Itoa(many)+" each) have "+listed(parts)+" in their address: near misses among the older ones are not shown.")
	}
	return append(out,
		"Deleted users: they leave no trace.",
		"Another way to sign up: a phone number, a username, or Apple's Hide My Email, which gives an address of its own.",
		"Other instances: the person may have an account in another one.",
		"Why a sign-up failed: sign-up restrictions and attempts that were not finished are not told by the API.",
	)
}
