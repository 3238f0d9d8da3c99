package bulk

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/dustin/go-humanize"

	"usher/api"
	"usher/internal/safetext"
	"usher/ui/actions"
)

const (
	// typedFrom is the number of users from which on the count has to be
	// typed anywhere; on production it is two.
	typedFrom = 26
	// shownFirst is how many of the users the dialog names.
	shownFirst = 5
	// longAgo tells accounts that were there before whatever is going on.
	longAgo = 30 * 24 * time.Hour
)

// Prompt is the dialog for users, who have to be those that the act applies
// to; skipped are the others that were marked.
func (a Act) Prompt(users, skipped []*api.User, env actions.Env) actions.Prompt {
	n := len(users)
	p := actions.Prompt{
		Title: fmt.Sprintf("%s %s users?", a.Action.Title, humanize.Comma(int64(n))),
		Verb:  a.Action.Title, Confirm: actions.ConfirmYes,
		Does:  []string{fmt.Sprintf("All %s will be %s, with %s.", humanize.Comma(int64(n)), a.past, plural(a.requests(n), "request"))},
		Sends: []string{a.method() + " " + a.path + times(a.requests(n))},
	}
	if a.Action.Ask != nil && n > 0 {
		p.DoesNot = a.Action.Ask(users[0], env).DoesNot
	}
	if n >= typedFrom || env.Production && n > 1 {
		p.Confirm, p.Expect = actions.ConfirmTyped, fmt.Sprint(n)
	}
	if a.Action.Level >= actions.Sensitive {
		p.Reason = actions.ReasonOptional
		if env.Production {
			p.Reason, p.NeedsReason = actions.ReasonRequired, true
		}
	}
	for i, u := range users {
		if i == shownFirst {
			p.Who = append(p.Who, fmt.Sprintf("… and %s more", humanize.Comma(int64(n-shownFirst))))
			break
		}
		p.Who = append(p.Who, actions.Name(u)+" · "+safetext.Truncate(safetext.Line(u.Identifier()), 40))
	}
	p.Does = append(p.Does, odd(users, env.Now)...)
	if len(skipped) > 0 {
		p.Does = append(p.Does, fmt.Sprintf("Left out: %s that it does not apply to.", plural(len(skipped), "marked user")))
	}
	return p
}

// odd tells what does not fit among the users: the ones that a person would
// want to look at before going on.
func odd(users []*api.User, now time.Time) []string {
	var out []string
	domains := map[string]int{}
	var mfa, old int
	for _, u := range users {
		domains[domain(u)]++
		if u.TwoFactorEnabled {
			mfa++
		}
		if !u.CreatedAt.IsZero() && now.Sub(u.CreatedAt.Time()) > longAgo {
			old++
		}
	}
	if main, count := mostly(domains); len(domains) > 1 && count*2 > len(users) {
		out = append(out, fmt.Sprintf("Odd: %d of them are not from %s.", len(users)-count, safetext.String(main)))
	} else if len(domains) > 1 {
		out = append(out, fmt.Sprintf("Odd: they come from %d domains.", len(domains)))
	}
	if old > 0 && old < len(users) {
		out = append(out, fmt.Sprintf("Odd: %d signed up more than 30 days ago.", old))
	}
	if mfa > 0 && mfa*2 < len(users) {
		out = append(out, fmt.Sprintf("Odd: %d use two factors.", mfa))
	}
	return out
}

// domain is the part behind the @ of the main address, in small letters.
func domain(u *api.User) string {
	email := safetext.Line(u.PrimaryEmail())
	return strings.ToLower(email[strings.LastIndexByte(email, '@')+1:])
}

func mostly(counts map[string]int) (name string, n int) {
	names := make([]string, 0, len(counts))
	for k := range counts {
		names = append(names, k)
	}
	slices.Sort(names)
	for _, k := range names {
		if counts[k] > n {
			name, n = k, counts[k]
		}
	}
	return name, n
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return humanize.Comma(int64(n)) + " " + noun + "s"
}

func times(n int) string {
	if n == 1 {
		return ""
	}
	return fmt.Sprintf(" × %d", n)
}
