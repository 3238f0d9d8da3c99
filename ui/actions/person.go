package actions

import (
	"fmt"
	"strings"
	"time"

	"usher/api"
	"usher/internal/safetext"
)

// nameWidth bounds a name inside a sentence, in cells.
const nameWidth = 40

// Name is what sentences call the user: safe to draw, never empty.
func Name(u *api.User) string {
	if n := strings.TrimSpace(safetext.Line(u.DisplayName())); n != "" {
		return safetext.Truncate(n, nameWidth)
	}
	return string(u.ID)
}

// who are the lines by which a dialog names the person.
func who(u *api.User, now time.Time) []string {
	lines := []string{Name(u)}
	if mail := safetext.Line(u.PrimaryEmail()); mail != "" && mail != lines[0] {
		lines = append(lines, mail)
	} else if id := safetext.Line(u.Identifier()); id != "" && id != lines[0] {
		lines = append(lines, id)
	}
	lines = append(lines, string(u.ID))
	return append(lines, state(u, now))
}

// state is one line: the badge's word and when the person was last active.
func state(u *api.User, now time.Time) string {
	var words []string
	if u.Deprovisioned {
		words = append(words, "SHUT OFF by a directory")
	}
	if u.Banned {
		words = append(words, "BANNED")
	}
	if u.Locked {
		words = append(words, "LOCKED"+lockEnd(u))
	}
	if len(words) == 0 {
		words = append(words, "active account")
	}
	switch days := int(now.Sub(u.LastActiveAt.Time()).Hours() / 24); {
	case u.LastActiveAt.IsZero():
		words = append(words, "never active")
	case now.IsZero():
	case days <= 0:
		words = append(words, "last active today")
	case days == 1:
		words = append(words, "last active yesterday")
	default:
		words = append(words, fmt.Sprintf("last active %d days ago", days))
	}
	return strings.Join(words, " · ")
}

// lockEnd tells how long the lock lasted when the user was read.
func lockEnd(u *api.User) string {
	if u.LockoutExpiresIn == nil {
		return " without end"
	}
	d := time.Duration(*u.LockoutExpiresIn) * time.Second
	if d >= time.Hour {
		return fmt.Sprintf(" %d h %02d min", int(d.Hours()), int(d.Minutes())%60)
	}
	return fmt.Sprintf(" %d min", int(d.Minutes()))
}

// reachable is what every action that sends something needs of the record.
func reachable(u *api.User) (ok bool, why string) {
	if !u.ID.Valid() {
		return false, "the record has no usable id"
	}
	return true, ""
}

// writable is what every changing action needs of the record.
func writable(u *api.User) (ok bool, why string) {
	if u.Broken != nil {
		return false, "the record could not be read; refresh it first"
	}
	return reachable(u)
}

// reasonFor is the reason rule of level 2: required on production.
func reasonFor(env Env) ReasonKind {
	if env.Production {
		return ReasonRequired
	}
	return ReasonOptional
}

// sends lists a row's requests for a user.
func sends(id api.ID, writes []Write) []string {
	out := make([]string, len(writes))
	for i, w := range writes {
		out[i] = w.For(id)
	}
	return out
}
