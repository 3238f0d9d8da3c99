// Package filter is the filter builder: a form over the language of the search
// box. It writes the same text that a person could type, shows it while it is
// filled in, and keeps what it has no field for.
package filter

import (
	"errors"
	"strings"

	"usher/internal/query"
	"usher/internal/safetext"
	"usher/styles"
	"usher/ui/components/form"
)

// Options are what a builder is opened with.
type Options struct {
	// ID is the form's, which its result carries.
	ID string
	// Text is the present search.
	Text string
	// View names the view that the search narrows further, inert; "" for none.
	View string
	// Region is the country whose phone numbers may be typed without their
	// calling code.
	Region string
	// Orders are the values of sort: with their names, the default first.
	Orders []form.Entry
	// Sources are what was seen of the instance; its metadata paths and providers
	// are named in the help. Nil names none.
	Sources query.Sources
}

// field is a field of the form: what stands before its value in the text.
type field struct {
	head    string // such as "email~"; "" for what is not one qualifier
	id      string
	label   string
	section string
	help    string // where the table of the language has none
	choices []form.Entry
}

// The fields that hold terms as they are typed.
const (
	fieldWords    = "words"
	fieldMetadata = "metadata"
	fieldRest     = "rest"
	fieldSort     = "sort"
)

// fields of the builder, grouped by what they ask.
func fields(orders []form.Entry) []field {
	yesNo := []form.Entry{{ID: "", Title: "any"}, {ID: "yes", Title: "yes"}, {ID: "no", Title: "no"}}
	onOff := []form.Entry{{ID: "", Title: "any"}, {ID: "on", Title: "on"}, {ID: "off", Title: "off"}}
	return []field{
		{
			id: fieldWords, label: "Words", section: "Who",
			help: "All words must be in the e-mail addresses, phone numbers, names, username, wallets or id; quotation marks keep words together.",
		},
		{head: "name~", id: "name", label: "Name contains"},
		{head: "email~", id: "email", label: "E-mail contains"},
		{head: "domain:", id: "domain", label: "E-mail domain"},
		{head: "username~", id: "username", label: "Username contains"},
		{head: "phone~", id: "phone", label: "Phone contains"},
		{head: "created:", id: "created", label: "Signed up", section: "When", help: dateHelp},
		{head: "active:", id: "active", label: "Last active", help: dateHelp},
		{head: "signin:", id: "signin", label: "Last sign-in", help: dateHelp},
		{head: "banned:", id: "banned", label: "Banned", section: "State", choices: yesNo},
		{head: "locked:", id: "locked", label: "Locked", choices: yesNo},
		{head: "mfa:", id: "mfa", label: "Second factor", choices: onOff},
		{head: "verified:", id: "verified", label: "Verified", choices: yesNo},
		{head: "has:", id: "has", label: "Has"},
		{head: "org:", id: "org", label: "Organization", section: "Where"},
		{head: "provider:", id: "provider", label: "Social account"},
		{
			id: fieldMetadata, label: "Metadata", section: "More",
			help: "Paths of the metadata with what they must hold, such as public.plan=pro or unsafe.visits>10.",
		},
		{
			id: fieldRest, label: "Anything else",
			help: "What is added as it is typed: all that the search box understands, such as -org:acme or id:user_….",
		},
		{head: "sort:", id: fieldSort, label: "Order", choices: orders},
	}
}

const dateHelp = "<7d is within the last seven days, >30d longer ago; also today, yesterday, a day such as 2026-01-31, or two with .. between."

// New makes the form, filled in with the present search.
func New(st *styles.Styles, o Options) *form.Form {
	all := fields(o.Orders)
	values := split(all, o.Text, o.Region)
	out := form.Options{
		ID: o.ID, Title: "Filter", Verb: "apply", Light: true,
		Live: func(v map[string]string) ([]string, map[string]string) {
			text, wrong := write(all, v, o.Region)
			return []string{o.shown(text)}, wrong
		},
		Check: func(v map[string]string) (string, error) {
			_, wrong := write(all, v, o.Region)
			for _, f := range all {
				if w := wrong[f.id]; w != "" {
					return f.id, errors.New(w)
				}
			}
			return "", nil
		},
	}
	if o.View != "" {
		out.Who = "within the view " + o.View
	}
	for _, f := range all {
		out.Fields = append(out.Fields, f.form(o, values[f.id]))
	}
	return form.New(st, out)
}

// Text is the search that the values of a builder's result write.
func Text(values map[string]string, region string) string {
	text, _ := write(fields(nil), values, region)
	return text
}

// shown is the text as it stands under the fields.
func (o Options) shown(text string) string {
	switch {
	case text != "":
		return "/ " + safetext.String(text)
	case o.View != "":
		return "no filter: the whole view is listed"
	default:
		return "no filter: everyone is listed"
	}
}

func (f field) form(o Options, value string) form.Field {
	out := form.Field{ID: f.id, Label: f.label, Section: f.section, Help: f.help, Value: value, Choices: f.choices}
	if f.choices != nil {
		out.Kind = form.Choice
		if value != "" && !listed(f.choices, value) {
			// It was typed and stays: only the list does not know it.
			out.Choices = append([]form.Entry{{ID: value, Title: safetext.String(value)}}, f.choices...)
		}
	}
	for _, q := range query.Qualifiers() {
		if q.Name+q.Operators[0] != f.head {
			continue
		}
		if out.Help == "" {
			out.Help = "Who " + q.Help + "."
		}
		if len(q.Values) > 0 && f.choices == nil {
			out.Help += " One of " + strings.Join(q.Values, ", ") + "; with commas between them any of several."
		}
		if q.Scanned {
			out.Help += " The API cannot ask for it: users are read and chosen here."
		}
		if f.help == "" && f.choices == nil && len(q.Values) == 0 {
			out.Help = strings.TrimSuffix(out.Help, ".") + ", such as " + q.Hint + "."
		}
	}
	if o.Sources == nil {
		return out
	}
	switch f.id {
	case "provider":
		out.Help += seen(o.Sources.Providers())
	case "org":
		out.Help += seen(o.Sources.Organizations(""))
	case fieldMetadata:
		out.Help += seen(o.Sources.MetadataPaths())
	}
	return out
}

// named is how many things that were seen are named in a field's help.
const named = 6

func seen(words []string) string {
	if len(words) == 0 {
		return ""
	}
	more := ""
	if len(words) > named {
		words, more = words[:named], ", …"
	}
	return " Seen: " + safetext.String(strings.Join(words, ", ")) + more
}

func listed(entries []form.Entry, id string) bool {
	for _, e := range entries {
		if e.ID == id {
			return true
		}
	}
	return false
}
