package cli

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"charm.land/bubbles/v2/key"
	"github.com/charmbracelet/x/ansi"
	"github.com/spf13/cobra"

	"usher/api"
	"usher/internal/config"
	"usher/keymap"
	"usher/ui"
	"usher/ui/actions"
)

// Table is a table of the reference: for a terminal, and for the README.
type Table struct {
	Title  string
	Header []string
	Rows   [][]string
}

// KeyTables are the tables of all keys, a table for each place where keys
// count.
func KeyTables(m *keymap.Map) []Table {
	titles := map[string]Table{}
	var order []string
	for _, e := range m.Bindings() {
		if _, action := actions.ByID(e.ID); action || !e.Binding.Enabled() {
			continue
		}
		name := e.Scope.String()
		t, known := titles[name]
		if !known {
			order = append(order, name)
			t = Table{Title: name, Header: []string{"Keys", "Does", "Name in the configuration"}}
		}
		t.Rows = append(t.Rows, []string{keyNames(e.Binding), e.Binding.Help().Desc, e.ID})
		titles[name] = t
	}
	out := make([]Table, len(order))
	for i, name := range order {
		out[i] = titles[name]
	}
	return out
}

// ActionTable is the table of all actions.
func ActionTable(m *keymap.Map) Table {
	t := Table{Title: "Actions", Header: []string{"Action", "Key", "In the menu", "Command", "Asks for", "Name", "Operations of the API"}}
	for _, a := range actions.All() {
		t.Rows = append(t.Rows, []string{
			a.Title, keyNames(m.Action(a.ID)), menuKeys(a), ":" + ui.CommandWord(a), care(a.Level), a.ID, strings.Join(a.Operations, ", "),
		})
	}
	return t
}

// CommandTable is the table of the command line's own words.
func CommandTable() Table {
	t := Table{Title: "Commands", Header: []string{"Command", "Takes", "Does"}}
	for _, c := range ui.Commands() {
		t.Rows = append(t.Rows, []string{":" + c.Name, c.Usage, c.Help})
	}
	return t
}

// screens tell where an operation is used beside the actions.
func screens() map[string]string {
	return map[string]string{
		"GetUserList": "the list, the search, a paste", "GetUsersCount": "the counts", "GetUser": "settling a lost answer",
		"UsersGetOrganizationMemberships": "tab Organizations", "UsersGetOrganizationInvitations": "tab Organizations",
		"GetSessionList": "tab Sessions", "GetSession": "a pasted session id",
		"UsersBan": "Ban of marked users", "UsersUnban": "Unban of marked users",
		"GetInstance": "the header", "ListDomains": "the header",
		"ListBlocklistIdentifiers": "why (w)", "ListAllowlistIdentifiers": "why (w)", "ListInvitations": "why (w)",
		"ListInstanceOrganizationInvitations": "why (w)", "ListWaitlistEntries": "why (w)",
	}
}

// OperationTable is the table of all operations of the API that the client
// knows, and what a person does with each.
func OperationTable() Table {
	t := Table{Title: "Operations", Header: []string{"Operation", "Request", "In the dashboard", "Level"}}
	for _, op := range api.Operations() {
		var uses []string
		level := actions.Look
		for _, a := range actions.All() {
			if slices.Contains(a.Operations, op.ID) {
				uses, level = append(uses, a.Title), max(level, a.Level)
			}
		}
		if where, ok := screens()[op.ID]; ok {
			uses = append(uses, where)
			level = actions.Look
			if op.Mutates() {
				level = actions.Irreversible // on many users at once
			}
		}
		if len(uses) == 0 {
			uses = []string{"— (in the client)"}
		}
		t.Rows = append(t.Rows, []string{op.ID, op.Method + " " + op.Path, strings.Join(uses, "; "), strconv.Itoa(int(level))})
	}
	return t
}

// SettingTable is the table of all settings.
func SettingTable() Table {
	t := Table{Title: "Settings", Header: []string{"In the file", "Variable", "Flag", "Means"}}
	for _, s := range config.Settings() {
		t.Rows = append(t.Rows, []string{s.Name, s.Env, "--" + s.Flag, s.Help})
	}
	return t
}

// ExitTable is the table of the exit codes.
func ExitTable() Table {
	return Table{Title: "Exit codes", Header: []string{"Code", "Means"}, Rows: [][]string{
		{fmt.Sprint(exitOK), "all went well"},
		{fmt.Sprint(exitError), "something failed; the sentence is on the standard error"},
		{fmt.Sprint(exitUsage), "wrong use: a flag, the configuration, the secret key; also what Go's runtime ends with on an error that no code can catch"},
		{fmt.Sprint(exitCrash), "a fault in usher; the message names the report"},
		{fmt.Sprintf("%d, %d, %d", exitSignal+1, exitSignal+2, exitSignal+15), "ended by SIGHUP, SIGINT, SIGTERM"},
	}}
}

func menuKeys(a actions.Action) string {
	if a.Letter == "" {
		return ""
	}
	return "a " + a.Letter
}

// care names what a level asks of a person.
func care(l actions.Level) string {
	switch l {
	case actions.Reversible:
		return "y"
	case actions.Sensitive:
		return "y and a reason"
	case actions.Irreversible:
		return "typing it"
	case actions.Look:
	}
	return "nothing"
}

// keyNames are the keys as they are written in the configuration.
func keyNames(b key.Binding) string {
	return strings.Join(b.Keys(), " ")
}

// Markdown writes the table as Markdown, keys and names as code.
func (t Table) Markdown(w io.Writer) {
	line := func(cells []string) { fmt.Fprintf(w, "| %s |\n", strings.Join(cells, " | ")) }
	line(t.Header)
	line(strings.Split(strings.TrimSuffix(strings.Repeat("---,", len(t.Header)), ","), ","))
	for _, row := range t.Rows {
		cells := make([]string, len(row))
		for i, c := range row {
			cells[i] = strings.ReplaceAll(c, "|", `\|`)
			if isCode(t.Header[i]) && c != "" {
				cells[i] = code(t.Header[i], cells[i])
			}
		}
		line(cells)
	}
}

// code writes a cell as code: a word each, or as it is where the whole is one
// thing to type.
func code(header, cell string) string {
	if header == "Takes" {
		return "`" + cell + "`"
	}
	return "`" + strings.Join(strings.Fields(cell), "` `") + "`"
}

func isCode(header string) bool {
	switch header {
	case "Keys", "Key", "Command", "Takes", "In the menu", "Name", "Name in the configuration", "In the file", "Variable", "Flag":
		return true
	}
	return false
}

// Plain writes the table for a terminal.
func (t Table) Plain(w io.Writer) {
	widths := make([]int, len(t.Header))
	for _, row := range append([][]string{t.Header}, t.Rows...) {
		for i, c := range row {
			widths[i] = max(widths[i], ansi.StringWidth(c))
		}
	}
	line := func(cells []string) {
		var b strings.Builder
		for i, c := range cells {
			b.WriteString(c + strings.Repeat(" ", widths[i]-ansi.StringWidth(c)+2))
		}
		fmt.Fprintln(w, "  "+strings.TrimRight(b.String(), " "))
	}
	fmt.Fprintln(w, t.Title)
	line(t.Header)
	for _, row := range t.Rows {
		line(row)
	}
	fmt.Fprintln(w)
}

func (p *Program) keys() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "keys",
		Short: "Show every key and action, with the names to rebind them by",
		Args:  noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			c, err := p.load(cmd)
			if err != nil {
				return err
			}
			opts, err := p.options(c)
			if err != nil {
				return err
			}
			for _, t := range append(KeyTables(opts.Keys), ActionTable(opts.Keys), CommandTable()) {
				t.Plain(p.Out)
			}
			return nil
		},
	}
	return cmd
}
