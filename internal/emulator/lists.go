package emulator

import (
	"net/http"
	"slices"
	"strings"
)

// listIdentifier is an entry of the allowlist or the blocklist.
type listIdentifier struct {
	Object         string `json:"object"`
	ID             string `json:"id"`
	InvitationID   string `json:"invitation_id,omitempty"` // allowlist only
	Identifier     string `json:"identifier"`
	IdentifierType string `json:"identifier_type"`
	InstanceID     string `json:"instance_id"`
	CreatedAt      int64  `json:"created_at"`
	UpdatedAt      int64  `json:"updated_at"`
}

func listRoutes() []route {
	return []route{
		{"GET /allowlist_identifiers", (*Server).listAllowlist},
		{"POST /allowlist_identifiers", (*Server).addAllowlist},
		{"DELETE /allowlist_identifiers/{identifier_id}", (*Server).deleteAllowlist},
		{"GET /blocklist_identifiers", (*Server).listBlocklist},
		{"POST /blocklist_identifiers", (*Server).addBlocklist},
		{"DELETE /blocklist_identifiers/{identifier_id}", (*Server).deleteBlocklist},
	}
}

const (
	objectAllow = "allowlist_identifier"
	objectBlock = "blocklist_identifier"
)

func sampleList(x *extras, prefix string, identifiers []string) []*listIdentifier {
	object := objectAllow
	if prefix == "blid_" {
		object = objectBlock
	}
	var out []*listIdentifier
	for i, identifier := range identifiers {
		kind, _ := identifierType(identifier)
		at := x.ago(int64(3*i+1), int64(i))
		out = append(out, &listIdentifier{
			Object: object, ID: x.store.newID(prefix, nil), Identifier: identifier, IdentifierType: kind,
			InstanceID: instanceID(x.store.seed), CreatedAt: at, UpdatedAt: at,
		})
	}
	return out
}

//nolint:gochecknoglobals // patterns, compiled when they are first used
var (
	emailForm    = lazy(`^[^@\s"<>()\[\],;:\\]+@[^@\s"<>()\[\],;:\\.]+(\.[^@\s"<>()\[\],;:\\.]+)+$`)
	wildcardForm = lazy(`^\*@(\*\.)?[^@\s*]+\.[^@\s*]+$`)
	phoneForm    = lazy(`^\+[1-9]\d{6,14}$`)
	walletForm   = lazy(`^(0x[0-9a-fA-F]{40}|[1-9A-HJ-NP-Za-km-z]{32,44})$`)
)

// identifierType tells what an identifier is; ok is false when it is nothing.
func identifierType(identifier string) (kind string, ok bool) {
	switch {
	case emailForm.MatchString(identifier), wildcardForm.MatchString(identifier):
		return "email_address", true
	case phoneForm.MatchString(identifier):
		return "phone_number", true
	case walletForm.MatchString(identifier):
		return "web3_wallet", true
	}
	return "", false
}

func (s *Server) listAllowlist(r *request) (any, *apiError) {
	s.extras.mu.Lock()
	defer s.extras.mu.Unlock()
	return listed(r, snapshot(s.extras.allow)), nil
}

// listBlocklist has no paging: all entries come at once.
func (s *Server) listBlocklist(*request) (any, *apiError) {
	s.extras.mu.Lock()
	defer s.extras.mu.Unlock()
	all := snapshot(s.extras.block)
	return envelope{Data: all, TotalCount: len(all)}, nil
}

// snapshot copies entries, so that they can be rendered after the lock is gone.
func snapshot[T any](items []*T) []T {
	out := make([]T, 0, len(items))
	for _, item := range items {
		out = append(out, *item)
	}
	return out
}

func (s *Server) addAllowlist(r *request) (any, *apiError) {
	var body struct {
		Identifier opt[string] `json:"identifier"`
		Notify     opt[bool]   `json:"notify"`
	}
	if err := decodeClosed(r, &body); err != nil {
		return nil, err
	}
	return s.addIdentifier(&s.extras.allow, objectAllow, "alid_", body.Identifier)
}

func (s *Server) addBlocklist(r *request) (any, *apiError) {
	var body struct {
		Identifier opt[string] `json:"identifier"`
	}
	if err := decodeClosed(r, &body); err != nil {
		return nil, err
	}
	return s.addIdentifier(&s.extras.block, objectBlock, "blid_", body.Identifier)
}

func (s *Server) addIdentifier(list *[]*listIdentifier, object, prefix string, sent opt[string]) (any, *apiError) {
	identifier := strings.ToLower(strings.TrimSpace(sent.Value))
	if walletForm.MatchString(sent.Value) {
		identifier = sent.Value
	}
	if identifier == "" {
		return nil, missingParam("identifier")
	}
	kind, ok := identifierType(identifier)
	if !ok {
		return nil, invalid("identifier", "form_param_format_invalid", "identifier must be an email address, a phone number in E.164 format, a web3 wallet address or a wildcard such as *@domain.com.")
	}
	id := s.store.newID(prefix, nil)
	s.extras.mu.Lock()
	defer s.extras.mu.Unlock()
	if slices.ContainsFunc(*list, func(e *listIdentifier) bool { return strings.EqualFold(e.Identifier, identifier) }) {
		return nil, fail(http.StatusBadRequest, "duplicate_record", "duplicate identifier", "the identifier "+identifier+" already exists")
	}
	now := s.nowMS()
	entry := &listIdentifier{
		Object: object, ID: id, Identifier: identifier, IdentifierType: kind,
		InstanceID: instanceID(s.store.seed), CreatedAt: now, UpdatedAt: now,
	}
	*list = append([]*listIdentifier{entry}, *list...)
	return *entry, nil
}

func (s *Server) deleteAllowlist(r *request) (any, *apiError) {
	return s.deleteIdentifier(&s.extras.allow, objectAllow, r.id("identifier_id"))
}

func (s *Server) deleteBlocklist(r *request) (any, *apiError) {
	return s.deleteIdentifier(&s.extras.block, objectBlock, r.id("identifier_id"))
}

func (s *Server) deleteIdentifier(list *[]*listIdentifier, object, id string) (any, *apiError) {
	s.extras.mu.Lock()
	defer s.extras.mu.Unlock()
	i := slices.IndexFunc(*list, func(e *listIdentifier) bool { return e.ID == id })
	if i < 0 {
		return nil, notFound(strings.ReplaceAll(object, "_", " "), id)
	}
	*list = slices.Delete(slices.Clone(*list), i, i+1)
	return deletedObject{Object: object, ID: id, Deleted: true}, nil
}

// deletedObject is the answer to most deletions.
type deletedObject struct {
	Object     string `json:"object"`
	ID         string `json:"id,omitempty"`
	Slug       string `json:"slug,omitempty"`
	Deleted    bool   `json:"deleted"`
	ExternalID string `json:"external_id,omitempty"`
}

// instanceID is the id of the one instance that a key addresses.
func instanceID(seed uint64) string {
	return makeID("ins_", seed, nobody, kindOther, 0, (idEpoch+200_000_000)*1000)
}

// restricted reports whether the instance keeps an identifier from signing
// up: by its lists, where the allowlist wins, or by the form of the address.
func (s *Server) restricted(identifier string) bool {
	s.mu.Lock()
	rules := s.restrict
	s.mu.Unlock()
	s.extras.mu.Lock()
	defer s.extras.mu.Unlock()
	on := func(e *listIdentifier) bool { return covers(e.Identifier, strings.ToLower(identifier)) }
	if slices.ContainsFunc(s.extras.allow, on) {
		return false
	}
	local, domain, isEmail := strings.Cut(strings.ToLower(identifier), "@")
	return rules.Allowlist ||
		rules.Blocklist && slices.ContainsFunc(s.extras.block, on) ||
		rules.BlockEmailSubaddresses && isEmail && strings.ContainsAny(local, "+=#") ||
		rules.BlockDisposableEmailDomains && slices.Contains(disposableDomains(), domain)
}

// disposableDomains stands for the list of throw-away mail hosts.
func disposableDomains() []string {
	return []string{"mailinator.com", "guerrillamail.com", "10minutemail.com", "mailinator.example"}
}

// covers reports whether a list's entry, perhaps a wildcard, means identifier.
func covers(entry, identifier string) bool {
	if parent, ok := strings.CutPrefix(entry, "*@*."); ok {
		return strings.HasSuffix(identifier, "."+parent)
	}
	if domain, ok := strings.CutPrefix(entry, "*@"); ok {
		return strings.HasSuffix(identifier, "@"+domain)
	}
	return strings.EqualFold(entry, identifier)
}
