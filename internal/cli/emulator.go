package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"github.com/dustin/go-humanize"
	"github.com/spf13/cobra"

	"usher/api"
	"usher/internal/crash"
	"usher/internal/emulator"
)

// maxUsers bounds the sample users: about 2 GB.
const maxUsers = 1_000_000

// served are the flags of the emulator command.
type served struct {
	addr        string
	allowRemote bool
	latency     time.Duration
	jitter      time.Duration
	createTOTP  bool
	options     emulator.Options
}

func (p *Program) emulator() *cobra.Command {
	s := served{options: emulator.Options{Key: emulator.DemoKey}}
	cmd := &cobra.Command{
		Use:   "emulator",
		Short: "Serve the embedded Clerk Backend API on this machine",
		Long: `Serves a faithful Clerk Backend API over sample data in memory, so that anything
that speaks this API can be pointed at it: usher, curl, the SDKs, the official
CLI. It ends with Ctrl-C, and so does its data.`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return p.serve(cmd.Context(), s) },
	}
	f := cmd.Flags()
	f.SortFlags = false
	f.StringVar(&s.addr, "addr", "127.0.0.1:4010", "address to listen on; port 0 takes a free one")
	f.IntVar(&s.options.Users, "users", 5000, "number of sample users")
	f.Uint64Var(&s.options.Seed, "seed", 7, "which sample users")
	f.StringVar(&s.options.Key, "key", emulator.DemoKey, "the made-up secret key to accept; sk_live_… makes it a production instance")
	f.DurationVar(&s.latency, "latency", 0, "let every answer take this long, such as 60ms")
	f.DurationVar(&s.jitter, "jitter", 0, "and up to this much longer")
	f.IntVar(&s.options.RateLimit, "rate-limit", 0, "requests allowed in 10 s, 0 for no limit")
	f.BoolVar(&s.createTOTP, "create-totp", false, "have POST /users/{id}/totp, as older versions of the API did")
	f.BoolVar(&s.allowRemote, "allow-remote", false, "listen on an address that other machines reach (they get every sample user)")
	return cmd
}

func (p *Program) serve(ctx context.Context, s served) error {
	key, err := api.ParseKey(s.options.Key)
	if err != nil {
		return usagef("--key: %w", err)
	}
	if s.options.Users < 1 || s.options.Users > maxUsers {
		return usagef("--users is %d, want 1 to %d", s.options.Users, maxUsers)
	}
	remote, err := reachable(s.addr)
	if err != nil {
		return err
	}
	if remote && !s.allowRemote {
		return usagef("--addr %s can be reached from other machines; --allow-remote says that this is meant", s.addr)
	}
	s.options.Production = key.Environment() == api.Production
	s.options.Faults = emulator.Faults{Latency: s.latency, Jitter: s.jitter, CreateTOTP: s.createTOTP}

	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", s.addr)
	if err != nil {
		return fmt.Errorf("listen on %s: %w", s.addr, err)
	}
	server := &http.Server{
		Handler: emulator.New(s.options), ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute,
		BaseContext: func(net.Listener) context.Context { return ctx },
	}
	if remote {
		fmt.Fprintf(p.Err, "usher: warning: everyone who reaches %s can read and change the sample users\n", listener.Addr())
	}
	p.howTo(p.Out, listener.Addr().String(), s)
	return serveUntil(ctx, server, listener)
}

// serveUntil serves until the context ends, then lets answers under way finish.
func serveUntil(ctx context.Context, server *http.Server, listener net.Listener) error {
	crash.Go(ctx, "shutdown", func() {
		<-ctx.Done()
		grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
		defer cancel()
		if server.Shutdown(grace) != nil {
			server.Close()
		}
	})
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve: %w", err)
	}
	return context.Cause(ctx)
}

// reachable reports whether an address can be reached from other machines.
func reachable(addr string) (bool, error) {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return false, usagef("--addr %q: want host:port, such as 127.0.0.1:4010", addr)
	}
	if host == "localhost" {
		return false, nil
	}
	ip, err := netip.ParseAddr(host)
	loopback := err == nil && ip.IsLoopback()
	return !loopback, nil
}

// howTo tells how to point programs at the emulator.
func (p *Program) howTo(w io.Writer, addr string, s served) {
	key, base := s.options.Key, "http://"+addr
	row := func(name string, lines ...string) {
		fmt.Fprintf(w, "  %-15s %s\n", name, strings.Join(lines, "\n"+strings.Repeat(" ", 18)))
	}
	fmt.Fprintf(w, "Clerk Backend API with %s sample users (seed %d) on %s/v1\n", humanize.Comma(int64(s.options.Users)), s.options.Seed, base)
	fmt.Fprintf(w, "Secret key: %s\n\n", key)
	row("usher", "CLERK_SECRET_KEY="+key+" CLERK_API_URL="+base+"/v1 usher")
	row("curl", "curl -H 'Authorization: Bearer "+key+"' '"+base+"/v1/users?limit=3'")
	row("Go SDK", `clerk.SetBackend(clerk.NewBackend(&clerk.BackendConfig{`, `  URL: clerk.String("`+base+`/v1"), Key: clerk.String("`+key+`")}))`)
	row("TypeScript SDK", `createClerkClient({ secretKey: "`+key+`",`, `  apiUrl: "`+base+`" })`)
	row("official CLI", "CLERK_BACKEND_API_URL="+base+" CLERK_SECRET_KEY="+key+" clerk users list")
	row("faults", `curl -X PATCH -d '{"latency_ms": 300}' `+base+"/_emulator/faults")
	fmt.Fprintf(w, "\nCtrl-C ends it.\n")
}
