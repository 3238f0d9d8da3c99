// Package api is a client of the Clerk Backend API. It imports nothing of the
// rest of the module and knows no terminal.
//
// Every operation is a method of one of the [Client]'s services. It takes a
// context and typed parameters, refuses what the server could not understand
// with a [*ValidationError] before anything is sent, and reports everything
// else that goes wrong as an [*Error].
package api

import (
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"sync/atomic"
)

// Client speaks to one instance. It is safe for concurrent use.
type Client struct {
	key    Key
	config config
	http   *http.Client
	budget *budget
	calls  atomic.Uint64

	Users          *UsersService
	Sessions       *SessionsService
	EmailAddresses *EmailAddressesService
	PhoneNumbers   *PhoneNumbersService
	Organizations  *OrganizationsService
	Invitations    *InvitationsService
	Waitlist       *WaitlistService
	ActorTokens    *ActorTokensService
	SignInTokens   *SignInTokensService
	Allowlist      *AllowlistService
	Blocklist      *BlocklistService
	Instance       *InstanceService
}

// service is what every service is made of.
type service struct{ client *Client }

// New makes a client for the instance that the key belongs to. It sends
// nothing. An error names the option that is wrong.
func New(key Key, opts ...Option) (*Client, error) {
	if key.IsZero() {
		return nil, errors.New("the secret key is missing")
	}
	cfg := config{
		base:       DefaultBaseURL,
		userAgent:  defaultUserAgent,
		apiVersion: DefaultAPIVersion,
		timeouts:   Timeouts{}.withDefaults(),
		retry:      RetryPolicy{}.withDefaults(),
		clock:      systemClock{},
		random:     rand.Reader,
	}
	for _, o := range opts {
		if err := o(&cfg); err != nil {
			return nil, fmt.Errorf("api client: %w", err)
		}
	}
	c := &Client{key: key, config: cfg, http: httpClient(&cfg)}
	c.budget = newBudget(cfg.limits.forEnvironment(key.Environment()), cfg.clock)
	s := service{c}
	c.Users = &UsersService{s}
	c.Sessions = &SessionsService{s}
	c.EmailAddresses = &EmailAddressesService{s}
	c.PhoneNumbers = &PhoneNumbersService{s}
	c.Organizations = &OrganizationsService{s}
	c.Invitations = &InvitationsService{s}
	c.Waitlist = &WaitlistService{s}
	c.ActorTokens = &ActorTokensService{s}
	c.SignInTokens = &SignInTokensService{s}
	c.Allowlist = &AllowlistService{s}
	c.Blocklist = &BlocklistService{s}
	c.Instance = &InstanceService{s}
	return c, nil
}

// Environment tells the kind of instance the client speaks to.
func (c *Client) Environment() Environment { return c.key.Environment() }

// BaseURL returns the URL that paths are appended to.
func (c *Client) BaseURL() string { return c.config.base }

// Stats returns the state of the client's own budget.
func (c *Client) Stats() Stats { return c.budget.stats() }

// CloseIdleConnections lets go of connections that nobody uses.
func (c *Client) CloseIdleConnections() { c.http.CloseIdleConnections() }
