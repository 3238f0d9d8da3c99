package query

import (
	"fmt"
	"strconv"
	"time"

	"usher/api"
)

// Explanation says what a plan does, in lines to read. They quote what was
// typed and names of organizations, so draw them through safetext.
type Explanation struct {
	// Request is what the server is asked: the operation, then its parameters
	// as they are before they are escaped. Empty when nothing is asked.
	Request []string
	// Here is what is checked in the answer because the server cannot, or can
	// only in part.
	Here []string
	// Notes are remarks.
	Notes []string
}

// Explain says what the plan does.
func (p *Plan) Explain() Explanation {
	var e Explanation
	e.Notes = append(e.Notes, p.notes...)
	if p.Nobody != "" {
		e.Notes = append(e.Notes, p.Nobody+" Nothing is asked.")
		return e
	}
	e.Request = append([]string{"GET /v1/users"}, p.parameters()...)
	orgs := false
	for _, c := range p.checks {
		orgs = orgs || c.orgs != nil
	}
	if orgs {
		e.Request = append(e.Request, "GET /v1/organizations/{id}/memberships, to confirm every hundred of them")
	}
	for i, c := range p.checks {
		if !p.asked[i] {
			e.Here = append(e.Here, c.String())
		}
	}
	if p.Scan {
		e.Notes = append(e.Notes, "The API cannot filter all of this: users are read page by page and chosen here.")
	}
	if p.Uncounted {
		e.Notes = append(e.Notes, "The count of the API may not know of those left out.")
	}
	if p.Fallback != nil {
		e.Notes = append(e.Notes, "When nobody has it, it is looked for as a part of something.")
	}
	if p.HasOrder && !p.Order.Cursor() {
		e.Notes = append(e.Notes, "This order has no cursor: deep pages cost the server more.")
	}
	return e
}

// parameters are those of the request, in the order of the API's document.
func (p *Plan) parameters() []string {
	var out []string
	add := func(name, value string) {
		if value != "" {
			out = append(out, "  "+name+" = "+value)
		}
	}
	each := func(name string, values []string) {
		for _, v := range values {
			add(name, v)
		}
	}
	signs := func(name string, values []api.Inclusion) {
		for _, v := range values {
			sign := "+"
			if v.Exclude {
				sign = "-"
			}
			add(name, sign+v.Value)
		}
	}
	moment := func(name string, t time.Time) {
		if !t.IsZero() {
			add(name, fmt.Sprintf("%d (%s)", t.UnixMilli(), t.In(p.env.zone()).Format("2 Jan 2006 15:04:05.000 MST")))
		}
	}
	f := &p.Filter
	each("email_address", f.EmailAddress)
	each("phone_number", f.PhoneNumber)
	signs("external_id", f.ExternalID)
	each("username", f.Username)
	each("web3_wallet", f.Web3Wallet)
	signs("user_id", f.UserID)
	signs("organization_id", f.OrganizationID)
	add("query", f.Query)
	add("email_address_query", f.EmailAddressQuery)
	add("phone_number_query", f.PhoneNumberQuery)
	add("username_query", f.UsernameQuery)
	add("name_query", f.NameQuery)
	if f.Banned != nil {
		add("banned", strconv.FormatBool(*f.Banned))
	}
	moment("last_active_at_before", f.LastActiveAtBefore)
	moment("last_active_at_after", f.LastActiveAtAfter)
	moment("created_at_before", f.CreatedAtBefore)
	moment("created_at_after", f.CreatedAtAfter)
	moment("last_sign_in_at_before", f.LastSignInAtBefore)
	moment("last_sign_in_at_after", f.LastSignInAtAfter)
	add("provider", f.Provider)
	each("provider_user_id", f.ProviderUserID)
	add("order_by", p.Order.String())
	return out
}
