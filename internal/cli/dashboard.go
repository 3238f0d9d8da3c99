package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"usher/api"
	"usher/internal/audit"
	"usher/internal/clipboard"
	"usher/internal/config"
	"usher/internal/crash"
	"usher/internal/guard"
	"usher/internal/state"
	"usher/keymap"
	"usher/styles"
	"usher/ui"
	"usher/ui/actions"
)

// demo are the flags of the demo.
type demo struct {
	wanted  bool
	users   int
	seed    uint64
	latency time.Duration
}

func (p *Program) dashboard() *cobra.Command {
	var d demo
	cmd := &cobra.Command{
		Use:   "usher",
		Short: "A terminal dashboard for the users of a Clerk application",
		Long: `usher finds, explains and moderates the users of a Clerk application.

With CLERK_SECRET_KEY in the environment it opens that instance; without, or
with --demo, it opens sample data that lives in this process only.`,
		Example: `  usher --demo
  read -rs CLERK_SECRET_KEY && export CLERK_SECRET_KEY && usher --read-only`,
		Version: p.Version,
		Args:    noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			c, err := p.load(cmd)
			if err != nil {
				return err
			}
			return p.open(cmd.Context(), c, d)
		},
	}
	cmd.SetVersionTemplate("usher {{.Version}}\n")
	f := cmd.Flags()
	f.SortFlags = false
	f.BoolVar(&d.wanted, "demo", false, "open sample data, whatever key there is")
	f.IntVar(&d.users, "demo-users", 5000, "number of sample users")
	f.Uint64Var(&d.seed, "demo-seed", 1, "which sample users")
	f.DurationVar(&d.latency, "demo-latency", 0, "let every answer take this long, such as 60ms")
	addSettings(cmd)
	return cmd
}

// open shows the dashboard of one instance after the other, until the person
// leaves. Where an instance cannot be switched to, the one before it comes
// back and says so.
func (p *Program) open(ctx context.Context, c *config.Config, d demo) error {
	name, err := p.choose(c, d)
	if err != nil {
		return err
	}
	before, problem := "", ""
	for {
		next, err := p.openInstance(ctx, c, d, name, problem)
		switch {
		case err == nil && next == "":
			return nil
		case err == nil:
			before, name, problem = name, next, ""
		case before == "" || crash.Is(err) || ctx.Err() != nil:
			return err
		default:
			before, name, problem = "", before, err.Error()
		}
	}
}

// openInstance shows the dashboard of an instance; next is the one that was
// switched to, "" when the person left.
func (p *Program) openInstance(ctx context.Context, common *config.Config, d demo, name, problem string) (next string, err error) {
	c, err := p.at(ctx, common, name)
	if err != nil {
		return "", err
	}
	opts, err := p.options(c)
	if err != nil {
		return "", err
	}
	opts.Instances, opts.SwitchTo = p.offers(common, name), func(name string) { next = name }
	secret := c.SecretKey.Reveal()
	reporter := crash.NewReporter(p.StateDir, p.Version, secret)
	ctx = crash.With(ctx, reporter)
	if name == config.DemoInstance {
		if ctx, err = p.provoke(ctx); err == nil {
			err = p.connectDemo(ctx, c, d, &opts)
		}
	} else {
		err = p.connect(c, name, &opts)
	}
	if err != nil {
		return "", err
	}
	if _, configured := common.Instance(name); configured {
		opts.InstanceName = name
	}
	opts.Problem = cmp.Or(problem, opts.Problem)
	if p.Terminal == nil {
		return "", errors.New("the dashboard needs a terminal on its standard output")
	}
	if !p.quick {
		defer reporter.Watch(p.Terminal)()
		p.easeStart()
	}
	p.rememberInstance(common, name)
	if err := p.Dashboard(ctx, opts); err != nil {
		return "", err
	}
	return next, reporter.Err()
}

// easeStart lets the heap of the first moments grow to 16 MB before it is
// collected: at the default of 4 MB the collector runs beside the first frame
// and costs a quarter of its CPU.
func (p *Program) easeStart() {
	if _, chosen := p.Lookup("GOGC"); chosen {
		return
	}
	before := debug.SetGCPercent(400)
	time.AfterFunc(500*time.Millisecond, func() { debug.SetGCPercent(before) })
}

// provoke arms the faults that a demo can be asked for, to test the way out.
func (p *Program) provoke(ctx context.Context) (context.Context, error) {
	raw, _ := p.Lookup(crash.ProvokeVariable)
	at, err := crash.ParseProvocation(raw)
	return crash.WithProvocation(ctx, at), usage(err)
}

// options are the parts of the dashboard's options that need no instance.
func (p *Program) options(c *config.Config) (ui.Options, error) {
	keys := keymap.Default()
	if len(c.Keys) > 0 {
		for _, a := range actions.All() {
			keys.AddAction(a.ID, a.Title)
		}
		if err := keys.Override(c.Keys); err != nil {
			return ui.Options{}, usagef("%s: %w", c.Origin("keys"), err)
		}
	}
	if err := checkColumns(c.Views); err != nil {
		return ui.Options{}, err
	}
	return ui.Options{
		Views: p.views.or(viewsOf(c.Views)), SaveViews: p.saveViews(c),
		Version: p.Version, Keys: keys, Theme: theme(c), AutoTheme: c.Theme == config.ThemeAuto,
		PageSize: c.PageSize, Live: c.Live, Restore: c.Restore, Mouse: c.Mouse, Zone: c.Zone, AppID: c.AppID, ReadOnly: c.ReadOnly,
		Actor: cmp.Or(c.Actor, c.Operator), Impersonation: actions.Impersonation(c.Impersonation), ExportDir: exportDir(c), Region: c.PhoneRegion,
		OpenURL: p.opener(), Clipboard: clipboard.New(clipboard.Options{OS: runtime.GOOS}),
		EditorCommand: p.editor(),
	}, nil
}

// exportDir is where bundles of erased users are written: the configured
// folder, else the one that usher was started in.
func exportDir(c *config.Config) string {
	if c.ExportDir != "" {
		return c.ExportDir
	}
	dir, err := os.Getwd()
	if err != nil {
		return os.TempDir()
	}
	return dir
}

// theme is dark until the terminal says otherwise.
func theme(c *config.Config) styles.Theme {
	t := styles.Theme{Mode: styles.Dark}
	if c.Theme == config.ThemeLight {
		t.Mode = styles.Light
	}
	switch c.Palette {
	case config.Palette16:
		t.Palette = styles.ANSI16
	case config.PaletteNone:
		t.Palette = styles.None
	case config.PaletteColorblind:
		t.Palette = styles.ColorBlind
	case config.PaletteDefault:
	}
	return t
}

// connect fills in what belongs to the instance of the secret key.
func (p *Program) connect(c *config.Config, name string, opts *ui.Options) error {
	key, err := api.ParseKey(c.SecretKey.Reveal())
	if err != nil {
		return usagef("%s: %w", keySource(c, name), err)
	}
	opts.Environment = ui.Development
	if key.Environment() == api.Production {
		opts.Environment = ui.Production
	}
	opts.Audit, err = audit.Open(p.auditPath(), audit.Options{Who: audit.Who{
		Operator: c.Operator, Environment: string(key.Environment()),
	}})
	if err != nil {
		if !c.ReadOnly {
			return fmt.Errorf("without an audit log nothing may be changed (--read-only needs none): %w", err)
		}
		opts.Audit = audit.NewMemory(audit.Options{}).Log
	}
	path := p.auditPath()
	opts.History = func(user api.ID) iter.Seq2[audit.Entry, error] {
		return audit.Read(path, audit.Filter{User: user})
	}
	instance := state.Instance(strings.TrimRight(cmp.Or(c.APIURL, api.DefaultBaseURL), "/"), c.SecretKey.Reveal())
	opts.DraftDir = filepath.Join(p.StateDir, "drafts", instance)
	p.openState(c, instance, opts)
	opts.Gate = guard.New(guard.Options{ReadOnly: key.Environment() == api.Production, Forced: c.ReadOnly})
	return p.client(c, key, api.NewTransport(api.Timeouts{}), limits(c.Rate, key.Environment()), opts)
}

// openState reads what earlier runs left of the instance. Trouble with it is
// said in the dashboard and stops nobody.
func (p *Program) openState(c *config.Config, instance string, opts *ui.Options) {
	store, err := state.Open(filepath.Join(p.StateDir, "instances"), instance, state.Private(c.PrivateHistory))
	opts.State = store
	if err != nil {
		opts.Problem = err.Error()
	}
}

// client makes the API client; nothing it sends can go around the gate.
func (p *Program) client(c *config.Config, key api.Key, next http.RoundTripper, budget api.Limits, opts *ui.Options) error {
	settings := []api.Option{
		api.WithTransport(guard.NewTransport(next, opts.Gate)),
		api.WithUserAgent("usher/" + p.Version),
		api.WithRateLimit(budget),
	}
	if c.APIURL != "" {
		settings = append(settings, api.WithBaseURL(c.APIURL))
	}
	var err error
	if opts.Client, err = api.New(key, settings...); err != nil {
		return usage(err)
	}
	return nil
}

// The documented request rates of an instance, per 10 s.
const (
	rateDevelopment = 100
	rateProduction  = 1000
)

// limits are usher's own share of an instance's request rate, which the
// customer's product lives on as well.
func limits(share config.Rate, env api.Environment) api.Limits {
	rate := rateDevelopment
	if env == api.Production {
		rate = rateProduction
	}
	return api.Limits{Interactive: max(1, rate*share.Person/100), Background: max(1, rate*share.Background/100)}
}

// opener opens links in the browser; nil where there is none, and the
// dashboard then shows the link.
func (p *Program) opener() func(string) error {
	if runtime.GOOS != "linux" {
		return openBrowser
	}
	for _, name := range []string{"WAYLAND_DISPLAY", "DISPLAY"} {
		if v, ok := p.Lookup(name); ok && v != "" {
			return openBrowser
		}
	}
	return nil
}
