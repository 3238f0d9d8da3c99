package emulator

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// over calls a handler through the in-memory transport.
func over(h http.HandlerFunc) *http.Client { return &http.Client{Transport: transport{h}} }

func TestTransportCarriesRequestsAndAnswers(t *testing.T) {
	t.Parallel()
	client := over(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		w.Header().Set("X-Seen", fmt.Sprint(r.Method, " ", r.Host, " ", r.RequestURI, " ", r.Header.Get("X-A"), " ", string(body)))
		w.WriteHeader(http.StatusTeapot)
		w.Header().Set("X-Late", "1")
		_, _ = io.WriteString(w, "short and stout")
	})
	req, err := http.NewRequest(http.MethodPost, "http://127.0.0.1/v1/a%2Fb?x=1", strings.NewReader("hello"))
	require.NoError(t, err)
	req.Header.Set("X-A", "b")
	res, err := client.Do(req)
	require.NoError(t, err)
	defer func() { require.NoError(t, res.Body.Close()) }()
	body, err := io.ReadAll(res.Body)
	require.NoError(t, err)
	assert.Equal(t, "short and stout", string(body))
	assert.Equal(t, "418 I'm a teapot", res.Status)
	assert.Equal(t, "POST 127.0.0.1 /v1/a%2Fb?x=1 b hello", res.Header.Get("X-Seen"))
	assert.Empty(t, res.Header.Get("X-Late"))
}

func TestTransportEndsAsConnectionsDo(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		handler http.HandlerFunc
		sending error  // of the round trip
		reading error  // of the body
		body    string // before that
	}{
		"empty":         {func(http.ResponseWriter, *http.Request) {}, nil, nil, ""},
		"abort at once": {func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, syscall.ECONNRESET, nil, ""},
		"abort after bytes": {func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, "hal")
			panic(http.ErrAbortHandler)
		}, nil, io.ErrUnexpectedEOF, "hal"},
		"abort after header": {func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusOK)
			panic(http.ErrAbortHandler)
		}, nil, syscall.ECONNRESET, ""},
		"fewer than announced": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "9")
			_, _ = io.WriteString(w, "half")
		}, nil, io.ErrUnexpectedEOF, "half"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			res, err := over(c.handler).Get("http://127.0.0.1/")
			if c.sending != nil {
				require.ErrorIs(t, err, c.sending)
				return
			}
			require.NoError(t, err)
			body, err := io.ReadAll(res.Body)
			require.ErrorIs(t, err, c.reading)
			assert.Equal(t, c.body, string(body))
			require.NoError(t, res.Body.Close())
		})
	}
	_, err := over(func(http.ResponseWriter, *http.Request) { panic("broken") }).Get("http://127.0.0.1/")
	require.ErrorContains(t, err, "the handler panicked: broken")
	_, err = over(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "2")
		if _, err := io.WriteString(w, "abc"); !errors.Is(err, http.ErrContentLength) {
			panic("wrote more than announced")
		}
		_, _ = io.WriteString(w, "ab")
	}).Get("http://127.0.0.1/")
	require.NoError(t, err)
}

func TestTransportStreams(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		res, err := over(func(w http.ResponseWriter, _ *http.Request) {
			for range 3 {
				_, _ = io.WriteString(w, "x")
				assert.NoError(t, http.NewResponseController(w).Flush())
				<-time.After(time.Second)
			}
		}).Get("http://127.0.0.1/")
		require.NoError(t, err)
		assert.Zero(t, time.Since(start), "the header comes before the body is whole")
		one := make([]byte, 10)
		for i := range 3 {
			n, err := res.Body.Read(one)
			require.NoError(t, err)
			assert.Equal(t, 1, n)
			assert.Equal(t, time.Duration(i)*time.Second, time.Since(start))
		}
		_, err = res.Body.Read(one)
		require.ErrorIs(t, err, io.EOF)
		require.NoError(t, res.Body.Close())
	})
}

// TestTransportHonoursCancellation also fails when a goroutine stays behind: a synctest bubble
// waits for all of them.
func TestTransportHonoursCancellation(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client := over(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/body" {
				_, _ = io.WriteString(w, "begun")
			}
			<-r.Context().Done()
			if r.URL.Path == "/abort" {
				panic(http.ErrAbortHandler)
			}
			_, err := io.WriteString(w, "too late")
			assert.Error(t, err)
		})
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://127.0.0.1/wait", nil)
		require.NoError(t, err)
		_, err = client.Do(req)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		_, err = client.Do(req)
		require.ErrorIs(t, err, context.DeadlineExceeded, "a context that is over already")

		for range 20 { // the handler notices as soon as the transport does
			ctx, cancel := context.WithTimeout(context.Background(), time.Second)
			req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://127.0.0.1/abort", nil)
			require.NoError(t, err)
			_, err = client.Do(req)
			require.ErrorIs(t, err, context.DeadlineExceeded)
			cancel()
		}

		ctx, cancel = context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		req, err = http.NewRequestWithContext(ctx, http.MethodGet, "http://127.0.0.1/body", nil)
		require.NoError(t, err)
		res, err := client.Do(req)
		require.NoError(t, err)
		_, err = io.ReadAll(res.Body)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.NoError(t, res.Body.Close())
	})
}

func TestTransportUndoesGzip(t *testing.T) {
	t.Parallel()
	var packed bytes.Buffer
	zip := gzip.NewWriter(&packed)
	_, err := io.WriteString(zip, strings.Repeat("a", 5000))
	require.NoError(t, err)
	require.NoError(t, zip.Close())
	client := over(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(packed.Bytes())
	})
	res, err := client.Get("http://127.0.0.1/")
	require.NoError(t, err)
	body, err := io.ReadAll(res.Body)
	require.NoError(t, err)
	require.NoError(t, res.Body.Close())
	assert.Len(t, body, 5000)
	assert.True(t, res.Uncompressed)

	req, err := http.NewRequest(http.MethodGet, "http://127.0.0.1/", nil)
	require.NoError(t, err)
	req.Header.Set("Accept-Encoding", "gzip")
	res, err = client.Do(req)
	require.NoError(t, err)
	body, err = io.ReadAll(res.Body)
	require.NoError(t, err)
	require.NoError(t, res.Body.Close())
	assert.Equal(t, packed.Bytes(), body)
}

func TestTransportReachesTheServer(t *testing.T) {
	t.Parallel()
	s := New(Options{Users: 30})
	client := &http.Client{Transport: s.Transport()}
	req, err := http.NewRequest(http.MethodGet, "http://127.0.0.1/v1/users?limit=3", nil)
	require.NoError(t, err)
	req.Header.Set("Authorization", "Bearer "+DemoKey)
	res, err := client.Do(req)
	require.NoError(t, err)
	body, err := io.ReadAll(res.Body)
	require.NoError(t, err)
	require.NoError(t, res.Body.Close())
	assert.Equal(t, http.StatusOK, res.StatusCode)
	assert.Equal(t, int64(len(body)), res.ContentLength)
	res, err = client.Get("http://127.0.0.1/_emulator/faults")
	require.NoError(t, err)
	require.NoError(t, res.Body.Close())
	assert.Equal(t, http.StatusOK, res.StatusCode, "the admin endpoint takes the transport for the loopback")
}
