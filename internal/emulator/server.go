package emulator

import (
	"net/http"
	"strings"
	"sync"
	"time"
)

// DemoKey is the secret key a server accepts when Options.Key is empty.
const DemoKey = "sk_test_usherdemo0000000000000000000000000000"

// SamplePassword is the password of every sample user who has one.
const SamplePassword = "correct-horse-battery"

// defaultUsers is how many sample users there are when Options.Users is zero.
const defaultUsers = 5000

// Options configure a Server. The zero value is a demo of 5,000 users.
type Options struct {
	// Users is the number of sample users; 0 means 5,000, negative means none.
	Users int
	// Seed selects the sample users: equal seeds and times give equal answers. 0 means 1.
	Seed uint64
	// Key is the only secret key that is accepted; empty means DemoKey.
	Key string
	// Now is the clock; nil means time.Now. Sample times are relative to its value at New.
	Now func() time.Time
	// Faults are the initial fault knobs.
	Faults Faults
	// Production makes GET /instance answer that it is a production instance.
	Production bool
	// RateLimit is the number of requests allowed per 10 s; 0 means no limit.
	RateLimit int
}

// Server answers Clerk's Backend API. It is safe for concurrent use.
type Server struct {
	key        string
	production bool
	now        func() time.Time
	store      *store
	extras     *extras
	mux        *http.ServeMux
	restrict   restrictions
	faults     faultState
	journal    journal
	limits     limiter
	traces     traces
	mu         sync.Mutex // guards restrict
	identities sync.Mutex // held while an identifier is checked to be free and then taken
	members    sync.Mutex // held while memberships are counted and then changed

	initialFaults Faults
}

// New returns a server with its sample users. It costs little at any size: users are derived
// from the seed when they are asked for, and large search columns are built in the background.
func New(opts Options) *Server {
	if opts.Users == 0 {
		opts.Users = defaultUsers
	}
	if opts.Seed == 0 {
		opts.Seed = 1
	}
	if opts.Key == "" {
		opts.Key = DemoKey
	}
	if opts.Now == nil {
		opts.Now = time.Now
	}
	s := &Server{
		key:        opts.Key,
		production: opts.Production,
		now:        opts.Now,
		store:      newStore(max(opts.Users, 0), opts.Seed, opts.Now),
		mux:        http.NewServeMux(),

		initialFaults: opts.Faults,
	}
	s.faults.set(opts.Faults)
	s.resetRestrictions()
	s.extras = newExtras(s.store, s.nowMS())
	s.limits.init(opts.RateLimit)
	s.mux.HandleFunc("/", s.unrouted)
	for _, r := range s.routes() {
		method, path, _ := strings.Cut(r.pattern, " ")
		s.mux.Handle(method+" "+basePath+path, s.serve(r.handle))
	}
	return s
}

// ServeHTTP serves the API below /v1 and the fault knobs below /_emulator.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if strings.HasPrefix(r.URL.Path, adminPath) {
		s.serveAdmin(w, r)
		return
	}
	s.withFaults(w, r, http.HandlerFunc(s.serveAPI))
}

// serveAPI checks what every operation has in common, in the order the API does: version,
// key, rate, path.
func (s *Server) serveAPI(w http.ResponseWriter, r *http.Request) {
	if err := s.admit(r); err != nil {
		s.writeError(w, err)
		return
	}
	// The mux would redirect an unclean path, and /users//ban would become the bulk ban.
	if !cleanPath(r.URL.EscapedPath()) {
		s.writeError(w, pathNotFound())
		return
	}
	s.mux.ServeHTTP(w, r)
}

// nowMS is the server's time in Unix milliseconds.
func (s *Server) nowMS() int64 { return s.now().UnixMilli() }
