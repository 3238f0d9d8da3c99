package query

// Kind is the kind of identifier that a whole text is.
type Kind int

// The kinds.
const (
	NotExact   Kind = iota // anything that is not one identifier alone
	ExactEmail             // email_address
	ExactPhone             // phone_number, E.164
	ExactUser              // user_id
)
