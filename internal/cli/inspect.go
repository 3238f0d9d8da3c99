package cli

import (
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"usher/api"
	"usher/internal/audit"
	"usher/internal/config"
	"usher/internal/safetext"
)

func (p *Program) auditPath() string { return filepath.Join(p.StateDir, "audit.jsonl") }

func (p *Program) version() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Show the version, and what it was built with",
		Args:  noArgs,
		RunE: func(*cobra.Command, []string) error {
			fmt.Fprintf(p.Out, "usher %s, %s, %s/%s\n", p.Version, runtime.Version(), runtime.GOOS, runtime.GOARCH)
			return nil
		},
	}
}

func (p *Program) config() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "config",
		Short: "Show every setting, and where its value came from",
		Args:  noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			c, err := p.load(cmd)
			if err != nil {
				return err
			}
			p.showConfig(c)
			return nil
		},
	}
	addSettings(cmd)
	return cmd
}

func (p *Program) showConfig(c *config.Config) {
	file := c.Path
	if file == "" {
		file = p.defaultConfig() + " (not there)"
	}
	fmt.Fprintf(p.Out, "file       %s\naudit log  %s\nsecret key %s\n\n", file, p.auditPath(), describeKey(c.SecretKey))
	t := Table{Title: "Settings", Header: []string{"Name", "Value", "From"}}
	for _, s := range config.Settings() {
		t.Rows = append(t.Rows, []string{s.Name, safetext.String(s.Value(c)), safetext.String(string(c.Origin(s.Name)))})
	}
	for id, keys := range c.Keys {
		t.Rows = append(t.Rows, []string{"keys." + safetext.String(id), safetext.String(strings.Join(keys, " ")), string(c.Origin("keys"))})
	}
	t.Rows = append(t.Rows, viewRows(c)...)
	t.Plain(p.Out)
}

// describeKey tells about the secret key all but the key.
func describeKey(s config.Secret) string {
	if !s.Set() {
		return "none (" + config.SecretKeyVariable + " is not set): usher opens the demo"
	}
	key, err := api.ParseKey(s.Reveal())
	if err != nil {
		return "unusable: " + err.Error()
	}
	return fmt.Sprintf("of a %s instance, from %s", key.Environment(), config.SecretKeyVariable)
}

// asked are the flags of the audit command.
type asked struct {
	user, action, operator string
	since                  time.Duration
	raw                    bool
}

func (p *Program) audit() *cobra.Command {
	var a asked
	cmd := &cobra.Command{
		Use:   "audit",
		Short: "Show what was changed, when, by whom and why",
		Args:  noArgs,
		RunE:  func(*cobra.Command, []string) error { return p.showAudit(a) },
	}
	f := cmd.Flags()
	f.StringVar(&a.user, "user", "", "only changes of this user (user_…)")
	f.StringVar(&a.action, "action", "", `only this action, such as user.ban; "user." for all that begin so`)
	f.StringVar(&a.operator, "operator", "", "only changes by this person")
	f.DurationVar(&a.since, "since", 0, "only the last while, such as 24h")
	f.BoolVar(&a.raw, "path", false, "show where the log is, and nothing else")
	return cmd
}

func (p *Program) showAudit(a asked) error {
	if a.raw {
		fmt.Fprintln(p.Out, p.auditPath())
		return nil
	}
	filter := audit.Filter{User: api.ID(a.user), Action: a.action, Operator: a.operator}
	if a.since > 0 {
		filter.Since = time.Now().Add(-a.since)
	}
	t := Table{Title: "Changes (" + p.auditPath() + ")", Header: []string{"Time (UTC)", "Id", "Kind", "Operator", "Instance", "Action", "User", "Result", "Reason or detail"}}
	var broken []error
	for e, err := range audit.Read(p.auditPath(), filter) {
		if err != nil {
			if _, line := errors.AsType[*audit.LineError](err); !line {
				return fmt.Errorf("read the audit log: %w", err)
			}
			broken = append(broken, err)
			continue
		}
		t.Rows = append(t.Rows, auditRow(e))
	}
	if len(t.Rows) == 0 {
		fmt.Fprintln(p.Out, "Nothing was changed.")
	} else {
		t.Plain(p.Out)
	}
	return errors.Join(broken...)
}

// auditRow makes an entry safe to print: reasons and names were typed by
// somebody.
func auditRow(e audit.Entry) []string {
	why := e.Reason
	if why == "" {
		why = strings.TrimSpace(strings.Join([]string{e.Code, e.Detail, e.TraceID}, " "))
	}
	instance := e.Environment
	if e.Instance != "" {
		instance += " " + e.Instance
	}
	row := []string{
		e.Time.UTC().Format("2006-01-02 15:04:05"), e.ID, string(e.Kind), e.Operator, instance,
		e.Action, string(e.User), string(e.Result), why,
	}
	for i, cell := range row {
		row[i] = safetext.String(cell)
	}
	return row
}
