package actions

import "slices"

// Section is where a row stands in the menu. The sections follow each other as
// their constants do, and what cannot be undone comes last.
type Section int

// The sections. Often is not for rows to set: see [Action.Place].
const (
	Often Section = iota - 1
	Looking
	State
	Profile
	Organizations
	Sessions
	Identifiers
	SigningIn
	Application
	Removal
)

// String is the heading.
func (s Section) String() string {
	switch s {
	case Often:
		return "Most used"
	case Looking:
		return "Look and check"
	case State:
		return "Access"
	case Profile:
		return "Profile"
	case Identifiers:
		return "E-mail and phone"
	case Organizations:
		return "Organizations"
	case Sessions:
		return "Sessions and devices"
	case SigningIn:
		return "Ways to sign in"
	case Application:
		return "Beyond this user"
	case Removal:
		return "Remove for good"
	default:
		return ""
	}
}

// often are the rows that most tickets end in, safest first. They stand before
// all others, so that no screen is too small for them.
func often() []string {
	return []string{
		"user.unlock", "user.lock", "user.unban", "user.metadata", "user.update", "user.ban", "user.disable_mfa",
		"identity.correct_email", "session.revoke_all", "user.set_password", "user.password_compromised",
		"user.sign_in_link", "user.impersonate",
	}
}

// Place is where the row stands in the menu: Often, or its section.
func (a Action) Place() Section {
	if slices.Contains(often(), a.ID) {
		return Often
	}
	return a.Section
}

// inMenuOrder sorts rows by their place in the menu; within a section the
// safer one is first.
func inMenuOrder(rows []Action) []Action {
	first := often()
	rank := func(i int) int {
		if at := slices.Index(first, rows[i].ID); at >= 0 {
			return at - len(first)
		}
		return int(rows[i].Section)*int(Irreversible+1) + int(rows[i].Level)
	}
	// Rows are large: numbers are sorted, and each row is moved once.
	ranks, order := make([]int, len(rows)), make([]int, len(rows))
	for i := range rows {
		ranks[i], order[i] = rank(i), i
	}
	slices.SortStableFunc(order, func(a, b int) int { return ranks[a] - ranks[b] })
	out := make([]Action, len(rows))
	for i, at := range order {
		out[i] = rows[at]
	}
	return out
}
