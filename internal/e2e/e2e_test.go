//go:build unix

package e2e

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/internal/audit"
	"usher/internal/emulator"
	"usher/internal/terminal"
)

// soon bounds every wait: generous, because it only matters when something is
// wrong.
const soon = 20 * time.Second

// binary is the program under test, built once by TestMain.
var binary string

func TestMain(m *testing.M) { os.Exit(build(m)) }

func build(m *testing.M) int {
	dir, err := os.MkdirTemp("", "usher-e2e-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer func() { _ = os.RemoveAll(dir) }()
	binary = filepath.Join(dir, "usher")
	cmd := exec.Command("go", "build", "-o", binary, "usher")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "build usher: %v\n%s", err, out)
		return 1
	}
	return m.Run()
}

// dashboard is a running dashboard with its own home.
type dashboard struct {
	*terminal.Session
	t    *testing.T
	home string
}

func start(t *testing.T, env []string, args ...string) *dashboard {
	t.Helper()
	home := t.TempDir()
	env = append([]string{"HOME=" + home, "USER=ann", "PATH=" + os.Getenv("PATH"), "TZ=UTC"}, env...)
	s, err := terminal.Start(t.Context(), terminal.Options{Width: 120, Height: 40, Env: env}, binary, args...)
	require.NoError(t, err)
	t.Cleanup(s.Close)
	return &dashboard{Session: s, t: t, home: home}
}

func (d *dashboard) state(name string) string {
	return filepath.Join(d.home, ".local", "state", "usher", name)
}

func (d *dashboard) sees(texts ...string) {
	d.t.Helper()
	for _, text := range texts {
		require.NoError(d.t, d.Expect(text, soon))
	}
}

func (d *dashboard) keys(keys ...string) {
	d.t.Helper()
	require.NoError(d.t, d.Press(keys...))
}

// ends waits for the end and checks that the terminal is as it was.
func (d *dashboard) ends(code int) {
	d.t.Helper()
	got, err := d.Wait(soon)
	require.NoError(d.t, err)
	assert.Equal(d.t, code, got, "exit code; the screen:\n%s", d.Text())
	// The last words may still be on their way from the terminal's buffer.
	require.NoError(d.t, d.Until("a clean terminal", soon, func(string) bool { return len(d.ModesLeft()) == 0 }),
		"modes left behind: %v", d.ModesLeft())
	// After a kill it is another process that puts the driver back.
	require.Eventually(d.t, func() bool {
		restored, err := d.Restored()
		return err == nil && restored
	}, soon, 5*time.Millisecond, "the terminal driver is set as before")
}

// instance is an emulator behind a socket, with what the test asks it.
type instance struct {
	t   *testing.T
	url string
}

func serve(t *testing.T) *instance {
	t.Helper()
	server := httptest.NewServer(emulator.New(emulator.Options{Users: 500, Seed: 7}))
	t.Cleanup(server.Close)
	return &instance{t: t, url: server.URL}
}

func (i *instance) env() []string {
	return []string{"CLERK_SECRET_KEY=" + emulator.DemoKey, "CLERK_API_URL=" + i.url + "/v1"}
}

// user is a user as the server has it.
type user struct {
	ID     string `json:"id"`
	Banned bool   `json:"banned"`
	Locked bool   `json:"locked"`
}

func (i *instance) find(email string) user {
	i.t.Helper()
	req, err := http.NewRequestWithContext(i.t.Context(), http.MethodGet, i.url+"/v1/users?email_address="+email, nil)
	require.NoError(i.t, err)
	req.Header.Set("Authorization", "Bearer "+emulator.DemoKey)
	res, err := http.DefaultClient.Do(req)
	require.NoError(i.t, err)
	defer res.Body.Close()
	var users []user
	require.NoError(i.t, json.NewDecoder(res.Body).Decode(&users))
	require.Len(i.t, users, 1)
	return users[0]
}

func (i *instance) create(email, firstName string) {
	i.t.Helper()
	body, err := json.Marshal(map[string]any{"email_address": []string{email}, "first_name": firstName})
	require.NoError(i.t, err)
	req, err := http.NewRequestWithContext(i.t.Context(), http.MethodPost, i.url+"/v1/users", bytes.NewReader(body))
	require.NoError(i.t, err)
	req.Header.Set("Authorization", "Bearer "+emulator.DemoKey)
	req.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultClient.Do(req)
	require.NoError(i.t, err)
	defer res.Body.Close()
	answer, err := io.ReadAll(res.Body)
	require.NoError(i.t, err)
	require.Equal(i.t, http.StatusOK, res.StatusCode, string(answer))
}

const alice = "alice@acme.example"

func TestSearchOpenBanUndoQuit(t *testing.T) {
	server := serve(t)
	d := start(t, server.env())
	d.sees("DEVELOPMENT", "500")

	d.keys("/")
	require.NoError(t, d.Send("alice@acme"))
	d.sees("alice@acme", "1–1 of 1")
	d.keys("enter", "enter")
	d.sees("Alice Johnson", "Overview")

	require.False(t, server.find(alice).Banned)
	d.keys("B")
	d.sees("Ban Alice Johnson?", alice)
	d.keys("enter") // Enter confirms nothing
	require.NoError(t, d.Gone("Ban Alice Johnson?", soon))
	require.False(t, server.find(alice).Banned)
	d.keys("B")
	d.sees("Ban Alice Johnson?")
	d.keys("y")
	d.sees("Banned Alice Johnson", "BANNED")
	assert.True(t, server.find(alice).Banned)

	d.keys("u")
	d.sees("Unban Alice Johnson?", "/unban")
	d.keys("y")
	d.sees("Unbanned Alice Johnson")
	require.NoError(t, d.Gone("BANNED", soon))
	assert.False(t, server.find(alice).Banned)

	d.keys("ctrl+c", "ctrl+c")
	d.ends(0)
	d.auditHolds("intent user.ban", "outcome user.ban done", "intent user.unban", "outcome user.unban done")
	assert.NotContains(t, d.Raw(), emulator.DemoKey)
}

// auditHolds checks the lines of the audit log, in order.
func (d *dashboard) auditHolds(want ...string) {
	d.t.Helper()
	path := d.state("audit.jsonl")
	info, err := os.Stat(path)
	require.NoError(d.t, err)
	assert.Equal(d.t, os.FileMode(0o600), info.Mode().Perm())
	f, err := os.Open(path)
	require.NoError(d.t, err)
	defer f.Close()
	var got []string
	for lines := bufio.NewScanner(f); lines.Scan(); {
		assert.NotContains(d.t, lines.Text(), emulator.DemoKey)
		var e audit.Entry
		require.NoError(d.t, json.Unmarshal(lines.Bytes(), &e))
		assert.Equal(d.t, "ann", e.Operator)
		got = append(got, strings.TrimSpace(fmt.Sprintf("%s %s %s", e.Kind, e.Action, e.Result)))
	}
	assert.Equal(d.t, want, got)
}

func TestPasteUnlock(t *testing.T) {
	server := serve(t)
	require.True(t, server.find(alice).Locked)
	d := start(t, server.env())
	d.sees("500")
	require.NoError(t, d.Paste(alice))
	d.sees("Alice Johnson", "LOCKED", "1–1 of 1")
	d.keys("L")
	d.sees("Unlock Alice Johnson?")
	d.keys("y")
	d.sees("Unlocked Alice Johnson")
	assert.False(t, server.find(alice).Locked)
}

// A control sequence with 33 parameters in a name crashes the renderer of
// Bubble Tea 2.1.1 if it gets that far.
func TestHostileName(t *testing.T) {
	server := serve(t)
	server.create("hostile@acme.example", "\x1b["+strings.Repeat("1;", 32)+"1mMal\x1b]52;c;cHduZWQ=\x07lory\u202e")
	d := start(t, server.env())
	d.sees("501")
	require.NoError(t, d.Paste("hostile@acme.example"))
	d.sees("1–1 of 1", "hostile@acme.example", "␛[1;1;1")
	d.keys("tab", "tab", "tab", "tab", "tab", "tab", "B") // every tab, then a dialog
	d.sees("Ban ")
	for _, harm := range []string{"\x1b]52", "\x1b[1;1;1", "\u202e"} {
		assert.NotContains(t, d.Raw(), harm)
	}
	d.keys("esc")
	require.NoError(t, d.Gone("esc cancel", soon))
	d.keys("ctrl+c", "ctrl+c")
	d.ends(0)
}

func TestEverySize(t *testing.T) {
	d := start(t, nil, "--demo", "--demo-users", "300")
	d.sees("300")
	for _, size := range [][2]int{{80, 24}, {60, 15}, {40, 10}, {200, 60}, {120, 40}} {
		require.NoError(t, d.Resize(size[0], size[1]))
		if size[0] < 60 {
			d.sees("60") // says how much room it needs
			continue
		}
		d.sees("DEMO", "of 300")
	}
	d.keys("q")
	d.ends(0)
}

func TestReadOnlyChangesNothing(t *testing.T) {
	server := serve(t)
	d := start(t, server.env(), "--read-only")
	d.sees("500")
	require.NoError(t, d.Paste(alice))
	d.sees("Alice Johnson", "1–1 of 1")
	d.keys("B")
	d.sees("ead-only")
	assert.False(t, server.find(alice).Banned)
}

func TestRefusedKey(t *testing.T) {
	server := serve(t)
	d := start(t, []string{"CLERK_SECRET_KEY=sk_test_wrongwrongwrongwrongwrong", "CLERK_API_URL=" + server.url + "/v1"})
	d.sees("key")
	assert.NotContains(t, d.Raw(), "wrongwrong")
	d.keys("ctrl+c", "ctrl+c")
	d.ends(0)
}

func TestSignals(t *testing.T) {
	for _, sig := range []syscall.Signal{syscall.SIGTERM, syscall.SIGHUP, syscall.SIGINT} {
		t.Run(sig.String(), func(t *testing.T) {
			d := start(t, nil, "--demo", "--demo-users", "300")
			d.sees("300")
			require.NoError(t, d.Signal(sig))
			d.ends(128 + int(sig))
		})
	}
}

func TestPanics(t *testing.T) {
	for _, place := range []string{"update", "view", "command", "goroutine"} {
		t.Run(place, func(t *testing.T) {
			d := start(t, []string{"USHER_DEBUG_PANIC=" + place}, "--demo", "--demo-users", "300")
			d.sees("300")
			d.keys("j")
			d.ends(70)
			d.sees("a fault in usher itself", "The report holds no keys")
			d.reported()
		})
	}
}

// A panic in the drawing goroutine of Bubble Tea takes the process with it; the
// monitor restores the terminal.
func TestPanicThatCannotBeCaught(t *testing.T) {
	d := start(t, []string{"USHER_DEBUG_PANIC=renderer"}, "--demo", "--demo-users", "300")
	d.sees("300")
	d.watched()
	d.keys("j")
	d.ends(2)
	d.sees("a fault in usher itself", "The report holds no keys")
	d.reported()
}

func TestKilled(t *testing.T) {
	d := start(t, nil, "--demo", "--demo-users", "300")
	d.sees("300")
	d.watched()
	require.NoError(t, d.Signal(syscall.SIGKILL))
	d.ends(128 + int(syscall.SIGKILL))
	d.sees("usher: it was killed")
}

// watched waits until the monitor stands by.
func (d *dashboard) watched() {
	d.t.Helper()
	require.Eventually(d.t, func() bool { return d.Watchers() > 0 }, soon, 5*time.Millisecond, "no monitor was started")
}

// reported checks that there is one report, for its owner only.
func (d *dashboard) reported() {
	d.t.Helper()
	reports, err := filepath.Glob(d.state("crash-*.txt"))
	require.NoError(d.t, err)
	require.Len(d.t, reports, 1)
	info, err := os.Stat(reports[0])
	require.NoError(d.t, err)
	assert.Equal(d.t, os.FileMode(0o600), info.Mode().Perm())
	text, err := os.ReadFile(reports[0])
	require.NoError(d.t, err)
	assert.Contains(d.t, string(text), "goroutine ")
}

func TestKeyProblemsAreToldBeforeAnything(t *testing.T) {
	for key, want := range map[string]string{
		"pk_test_abcdefghijklmn": "publishable key",
		"sk_test_ab":             "truncated",
	} {
		d := start(t, []string{"CLERK_SECRET_KEY=" + key, "CLERK_API_URL=http://127.0.0.1:1/v1"})
		d.sees(want)
		d.ends(2)
		assert.NotContains(t, d.Raw(), key)
	}
}
