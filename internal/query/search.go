package query

import (
	"fmt"
	"strings"

	"usher/api"
)

// Kind tells how a search reaches the API.
type Kind int

// The kinds of search.
const (
	NotExact   Kind = iota // no text, or anything that is not one identifier alone
	ExactEmail             // email_address
	ExactPhone             // phone_number, E.164
	ExactUser              // user_id
	Partial                // the query parameter: partial match over names and identifiers

	Everything = NotExact // no text: all users
)

// Search is a text made ready for GET /users and GET /users/count.
type Search struct {
	Text   string // as typed, trimmed
	Kind   Kind
	Filter api.UserFilter
	// Fallback is what to try when an exact search finds nobody: the same
	// text as a partial match. Nil when there is nothing else to try.
	Fallback *Search
}

// ParseSearch reads a search text. An e-mail address, a phone number with its
// country code and a user id go to the exact filters; anything else is a
// partial match.
func ParseSearch(text string) Search {
	text = strings.TrimSpace(text)
	s := Search{Text: text}
	phone := strings.NewReplacer(" ", "", "-", "", "(", "", ")", "", ".", "", "\u00a0", "").Replace(text)
	switch {
	case text == "":
		return s
	case userForm.MatchString(text):
		s.Kind, s.Filter.UserID = ExactUser, []api.Inclusion{{Value: text}}
	case emailForm.MatchString(text):
		s.Kind, s.Filter.EmailAddress = ExactEmail, []string{text}
	case phoneForm.MatchString(phone):
		s.Kind, s.Filter.PhoneNumber = ExactPhone, []string{phone}
	default:
		return partial(text)
	}
	p := partial(text)
	s.Fallback = &p
	return s
}

func partial(text string) Search {
	return Search{Text: text, Kind: Partial, Filter: api.UserFilter{Query: text}}
}

// Explain says in words what the search asks the API for.
func (s Search) Explain() string {
	switch s.Kind {
	case Everything:
		return "all users"
	case ExactEmail:
		return "the exact e-mail address"
	case ExactPhone:
		return "the exact phone number"
	case ExactUser:
		return "the exact user id"
	case Partial:
		return "e-mails, phones, usernames, wallets, ids and names that contain it"
	default:
		return ""
	}
}

// maxSeveral is how many values the API takes in one filter.
const maxSeveral = 100

// SeveralSearch is the search for users by their ids, such as those that a paste
// named; at most 100 of them.
func SeveralSearch(ids []api.ID) Search {
	s := Search{Kind: ExactUser, Text: fmt.Sprintf("%d pasted users", min(len(ids), maxSeveral))}
	for _, id := range ids[:min(len(ids), maxSeveral)] {
		s.Filter.UserID = append(s.Filter.UserID, api.Inclusion{Value: string(id)})
	}
	return s
}
