package ui

import (
	"context"
	"os/exec"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"usher/api"
	"usher/internal/drafts"
	"usher/internal/query"
	"usher/internal/safetext"
	"usher/internal/strength"
	"usher/keymap"
	"usher/styles"
	"usher/ui/actions"
	"usher/ui/bulk"
	"usher/ui/components/cmdline"
	"usher/ui/components/dialog"
	"usher/ui/components/toast"
	"usher/ui/detail"
	"usher/ui/request"
	"usher/ui/runner"
	"usher/ui/searchbox"
	"usher/ui/users"
)

// App is the root model: it owns the size, the panes, what lies over them,
// and the order in which a key travels.
type App struct {
	opts      Options
	base      context.Context //nolint:containedctx // the program's life, parent of every request
	styles    *styles.Styles
	keys      *keymap.Map
	page      *users.Page
	detail    *detail.Pane
	bound     []actions.Action // the acts that a key leads to
	runner    *runner.Runner
	bulk      *bulk.Runner
	preparing preparing
	target    api.ID // what the diagnosis pointed at, for the act that it asks for
	address   string // the address that it was about, when nobody has it
	resolving request.Slot

	dialogs  *dialog.Stack
	asking   asking
	batch    batch
	forms    forms
	graphics graphics
	drafts   typedTexts
	// rereading are the users read again after a change, which says enough.
	rereading map[api.ID]bool
	// overtaken are the edits that someone else was faster with, until it is
	// chosen what becomes of them.
	overtaken map[api.ID]overtaken
	recovery  *recovery
	views     viewBook
	// exec hands the terminal to another program.
	exec     func(*exec.Cmd, tea.ExecCallback) tea.Cmd
	toasts   *toast.Stack
	strength strength.Meter
	command  *cmdline.Line

	width, height int
	panes         panes
	layout        layout
	opener        string         // the last key, which never confirms the dialog it opened
	used          map[string]int // how often each entry of menu and palette was chosen
	held          string         // the action id pressed while a pasted identifier is looked up
	first         tea.Cmd
	instance      instanceInfo
	meter         meter
	glide         glide
	seen          *searchbox.Seen // what the search box completes to
	historyFailed bool            // it was said that searches cannot be kept
	leftOut       string          // what was said of the last search that was not understood
	away          bool            // the terminal is not looked at, as far as it tells
	leaving       bool            // Ctrl-C was pressed once
}

// instanceInfo is what GET /instance and /domains tell.
type instanceInfo struct {
	id   api.ID
	name string // safe to draw
}

// minutePassed ages the relative times.
type minutePassed struct{}

// aside is how long the start has the machine for itself before what is not
// needed for the first list is asked for.
const aside = 250 * time.Millisecond

// instanceDue asks for the instance's name.
type instanceDue struct{}

// instanceRead answers the look at the instance.
type instanceRead struct{ info instanceInfo }

// New makes the dashboard; nothing is requested before Init.
func New(ctx context.Context, opts Options) *App {
	opts = opts.withDefaults()
	a := &App{opts: opts, base: ctx, keys: opts.Keys, styles: styles.New(opts.Theme), panes: panes{detail: true}, drafts: typedTexts{}, overtaken: map[api.ID]overtaken{}, rereading: map[api.ID]bool{}, used: map[string]int{}, exec: tea.ExecProcess}
	a.recovery = &recovery{store: drafts.Open(opts.DraftDir, opts.Now)}
	a.runner = runner.New(runner.Deps{
		Base: ctx, Backend: actions.NewBackend(opts.Client), Gate: opts.Gate, Audit: opts.Audit, Now: opts.Now, Env: a.env,
	})
	a.bulk = bulk.New(bulk.Deps{Base: ctx, Users: opts.Client.Users, Gate: opts.Gate, Audit: opts.Audit})
	a.seen = searchbox.NewSeen()
	a.page = users.New(users.Deps{
		Base: ctx, Users: seenUsers{opts.Client.Users, a.seen}, Styles: a.styles, Keys: a.keys, Now: opts.Now, Zone: opts.Zone,
		After: after, PageSize: opts.PageSize, Views: opts.Views, Region: opts.Region,
		Directory: seenDirectory{query.NewDirectory(opts.Client), a.seen}, Sources: a.seen, History: opts.State.History(),
		Held:  func() (bool, time.Duration) { return a.meter.waiting > 0, a.meter.paused },
		Quiet: a.quiet, Pending: func(id api.ID) bool { return a.runner.Pending(id) || a.bulk.Pending(id) },
	})
	a.detail = detail.New(detail.Deps{
		Loader: seenDetails{detail.NewLoader(opts.Client), a.seen}, Audit: history(opts), Styles: a.styles, Keys: a.keys, Now: opts.Now, Zone: opts.Zone, Base: ctx,
	})
	a.dialogs = dialog.NewStack(a.styles, a.keys)
	a.toasts = toast.New(a.styles)
	a.command = a.newCommandLine()
	a.restore()
	return a
}

// history reads what was done to a user with this program.
func history(o Options) func(context.Context, api.ID) ([]detail.Event, error) {
	if o.History == nil {
		return nil
	}
	return func(_ context.Context, user api.ID) ([]detail.Event, error) {
		return detail.Events(o.History(user), func(id string) string {
			if act, ok := actions.ByID(id); ok {
				return act.Title
			}
			return id
		})
	}
}

// after is a timer whose message is known.
func after(d time.Duration, msg tea.Msg) tea.Cmd {
	return tea.Tick(d, func(time.Time) tea.Msg { return msg })
}

// env is what the actions may know of this dashboard.
func (a *App) env() actions.Env {
	return actions.Env{
		Production: a.opts.Environment == Production, ReadOnly: a.opts.Gate.ReadOnly(), Now: a.opts.Now(),
		AppID: a.opts.AppID, InstanceID: a.instance.id, Application: a.instanceName(), Target: a.target, Address: a.address,
		Actor: a.opts.Actor, Impersonation: a.opts.Impersonation, ExportDir: a.opts.ExportDir,
	}
}

// Init asks for the first page, the instance's name and the terminal's
// background.
func (a *App) Init() tea.Cmd {
	first := a.first
	if first == nil {
		first = tea.Batch(a.page.Init()...)
	}
	cmds := []tea.Cmd{first, a.page.SetLive(a.opts.Live), after(aside, instanceDue{}), after(aside, sweepDue{}), after(time.Minute, minutePassed{})}
	if a.opts.AutoTheme {
		cmds = append(cmds, tea.RequestBackgroundColor)
	}
	if a.opts.Problem != "" {
		cmds = append(cmds, a.toast(toast.Error, safetext.String(a.opts.Problem)))
	}
	return tea.Batch(cmds...)
}

// readInstance names the instance for the header and for exact links. It is
// background work, and nothing is said when it fails.
func (a *App) readInstance() tea.Cmd {
	ctx, client := api.WithPriority(a.base, api.Background), a.opts.Client
	return func() tea.Msg {
		var info instanceInfo
		if in, err := client.Instance.Get(ctx); err == nil {
			info.id = in.ID
		}
		if d, err := client.Instance.Domains(ctx); err == nil {
			for _, domain := range d.Data {
				if !domain.IsSatellite {
					info.name = safetext.Line(domain.Name)
					break
				}
			}
		}
		return instanceRead{info: info}
	}
}

// Update takes every message. A reply names its owner; nothing is broadcast.
func (a *App) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	cmd := a.dispatch(msg)
	return a, tea.Batch(cmd, a.follow(), a.readMeter(), a.followPicture())
}

func (a *App) dispatch(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		a.graphics.redrawn()
		a.width, a.height = msg.Width, msg.Height
		a.relayout()
		if a.graphics.asked {
			return a.measureCells() // the letters may have another size as well
		}
		return nil
	case tea.KeyPressMsg:
		a.opener = msg.String() //nolint:forbidigo // named for the dialog stack, not compared
		return tea.Batch(a.apart(msg)...)
	case tea.PasteMsg:
		return a.pasted(msg)
	case tea.MouseClickMsg:
		return a.clicked(msg)
	case tea.MouseWheelMsg:
		return a.wheeled(msg)
	case tea.BackgroundColorMsg:
		theme := a.styles.Theme
		theme.Mode = styles.Light
		if msg.IsDark() {
			theme.Mode = styles.Dark
		}
		a.retheme(theme)
		return nil
	case tea.ModeReportMsg:
		a.countCells(msg)
		return nil
	case users.Msg:
		return a.page.Update(msg)
	case detail.Msg:
		return msg.Owner().Update(msg.(tea.Msg))
	case toast.ExpireMsg:
		return a.toasts.Update(msg)
	case writingEnded:
		return nil // only the badge changes
	case browsed:
		return a.tookBrowsed(msg)
	case tea.FocusMsg, tea.BlurMsg:
		_, a.away = msg.(tea.BlurMsg)
		return nil
	case settled:
		a.settle(msg)
		return nil
	case meterTick:
		a.tickMeter()
		return nil
	case minutePassed:
		a.page.MinutePassed()
		return tea.Batch(a.savePlace(), after(time.Minute, minutePassed{}), a.page.RefreshCounts())
	case instanceDue:
		return a.readInstance()
	case instanceRead:
		a.instance = msg.info
		if msg.info.id != "" {
			a.opts.Audit.SetInstance(string(msg.info.id))
		}
		return nil
	default:
		return a.happened(msg)
	}
}

// apart takes a key press. An older terminal sends Escape as the byte that also
// begins Alt: pressed right before another Escape or Ctrl-C it arrives as one
// key with Alt, and is taken apart again.
func (a *App) apart(k tea.KeyPressMsg) []tea.Cmd {
	plain := k
	plain.Mod &^= tea.ModAlt
	if k.Mod.Contains(tea.ModAlt) && (plain.Code == tea.KeyEscape || key.Matches(plain, a.keys.Cancel)) {
		return []tea.Cmd{a.pressed(tea.KeyPressMsg{Code: tea.KeyEscape}), a.pressed(plain)}
	}
	return []tea.Cmd{a.pressed(k)}
}

// follow shows the user under the cursor in the detail pane.
func (a *App) follow() tea.Cmd {
	if a.layout.detail.Empty() {
		return nil
	}
	return a.detail.SetUser(a.page.Current(), a.page.CurrentFetched())
}

func (a *App) relayout() {
	a.layout = arrange(a.width, a.height, a.panes)
	d := a.layout.detail
	a.detail.SetSize(d.Dx(), d.Dy())
	a.detail.Focus(a.panes.inside)
	a.page.Focus(!a.panes.inside)
	a.page.SetSize(a.layout.list.Dx(), a.layout.list.Dy())
}

// countCells follows the renderer, which counts cells by clusters of letters
// from the moment the terminal reports mode 2027.
func (a *App) countCells(msg tea.ModeReportMsg) {
	if msg.Mode != ansi.ModeUnicodeCore {
		return
	}
	switch msg.Value {
	case ansi.ModeReset, ansi.ModeSet, ansi.ModePermanentlySet:
		theme := a.styles.Theme
		theme.Cells = ansi.GraphemeWidth
		a.retheme(theme)
	}
}

// retheme takes over another look.
func (a *App) retheme(theme styles.Theme) {
	if theme == a.styles.Theme {
		return
	}
	a.graphics.redrawn()
	a.styles = styles.New(theme)
	a.page.Restyle(a.styles)
	a.detail.SetStyles(a.styles)
	a.dialogs.SetStyles(a.styles)
	a.toasts.SetStyles(a.styles)
	a.command.SetStyles(a.styles)
}
