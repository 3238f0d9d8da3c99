package cli

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"regexp"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/internal/emulator"
)

// lines is a writer that tells when something was written.
type lines struct {
	mu   sync.Mutex
	text bytes.Buffer
	more chan struct{}
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	select {
	case l.more <- struct{}{}:
	default:
	}
	return l.text.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

func (l *lines) until(t *testing.T, pattern string) string {
	t.Helper()
	for {
		if m := regexp.MustCompile(pattern).FindStringSubmatch(l.String()); m != nil {
			return m[1]
		}
		select {
		case <-l.more:
		case <-time.After(10 * time.Second):
			require.Failf(t, "not printed", "%s in:\n%s", pattern, l.String())
		}
	}
}

func TestEmulatorServes(t *testing.T) {
	out, errs := &lines{more: make(chan struct{}, 1)}, &lines{more: make(chan struct{}, 1)}
	ctx, cancel := context.WithCancelCause(t.Context())
	p := &Program{
		Args: []string{"emulator", "--addr", "127.0.0.1:0", "--users", "30"}, Out: out, Err: errs,
		Lookup: func(string) (string, bool) { return "", false },
	}
	ended := make(chan int, 1)
	go func() { ended <- p.Run(ctx) }()
	base := out.until(t, `on (http://127\.0\.0\.1:\d+)/v1`)
	out.until(t, `(Ctrl-C ends it)`)

	req, err := http.NewRequestWithContext(ctx, http.MethodGet, base+"/v1/users?limit=3", nil)
	require.NoError(t, err)
	req.Header.Set("Authorization", "Bearer "+emulator.DemoKey)
	res, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	body, err := io.ReadAll(res.Body)
	require.NoError(t, err)
	require.NoError(t, res.Body.Close())
	assert.Equal(t, http.StatusOK, res.StatusCode, string(body))
	assert.Equal(t, "application/json", res.Header.Get("Content-Type"))
	for _, want := range []string{"CLERK_API_URL=" + base + "/v1", "CLERK_BACKEND_API_URL=" + base + " ", "createClerkClient", "clerk.NewBackend"} {
		assert.Contains(t, out.String(), want)
	}
	assert.Empty(t, errs.String())

	cancel(signalError{syscall.SIGINT})
	select {
	case code := <-ended:
		assert.Equal(t, exitSignal+2, code)
	case <-time.After(10 * time.Second):
		t.Fatal("the emulator does not end")
	}
}
