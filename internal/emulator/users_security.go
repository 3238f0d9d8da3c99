package emulator

import (
	"net/http"
	"slices"
	"strings"
)

func securityRoutes() []route {
	return []route{
		{"POST /users/{user_id}/verify_password", (*Server).verifyPassword},
		{"POST /users/{user_id}/verify_totp", (*Server).verifyTOTP},
		{"DELETE /users/{user_id}/mfa", (*Server).disableMFA},
		{"DELETE /users/{user_id}/backup_code", (*Server).deleteBackupCodes},
		{"POST /users/{user_id}/totp", (*Server).createTOTP},
		{"DELETE /users/{user_id}/totp", (*Server).deleteTOTP},
		{"DELETE /users/{user_id}/passkeys/{passkey_identification_id}", (*Server).deletePasskey},
		{"DELETE /users/{user_id}/web3_wallets/{web3_wallet_identification_id}", (*Server).deleteWallet},
		{"DELETE /users/{user_id}/external_accounts/{external_account_id}", (*Server).deleteExternalAccount},
		{"POST /users/{user_id}/password/set_compromised", (*Server).setCompromised},
		{"POST /users/{user_id}/password/unset_compromised", (*Server).unsetCompromised},
		{"POST /users/{user_id}/remove_password", (*Server).removePassword},
	}
}

// verifiedAnswer is what a right password or code gets; a wrong one gets 422.
type verifiedAnswer struct {
	Verified bool   `json:"verified"`
	CodeType string `json:"code_type,omitempty"`
}

// userIDAnswer is what the removal of a factor gets.
type userIDAnswer struct {
	UserID string `json:"user_id"`
}

func (s *Server) verifyPassword(r *request) (any, *apiError) {
	var body struct {
		Password opt[string] `json:"password"`
	}
	if err := decodeClosed(r, &body); err != nil {
		return nil, err
	}
	u, ok := s.store.find(r.id("user_id"))
	switch {
	case !ok:
		return nil, notFound("user", r.id("user_id"))
	case !body.Password.has():
		return nil, missingParam("password")
	case !u.Password.Enabled:
		return nil, noPassword()
	case !u.Password.matches(body.Password.Value):
		return nil, fail(http.StatusUnprocessableEntity, "incorrect_password", "Incorrect password", "The provided password is incorrect.")
	}
	return verifiedAnswer{Verified: true}, nil
}

func (p password) matches(given string) bool {
	if p.Sample {
		return given == SamplePassword
	}
	return passwordMatches(p.Hasher, p.Digest, given)
}

func noPassword() *apiError {
	return badRequest("no_password_set", "This user does not have a password set for their account.")
}

func (s *Server) verifyTOTP(r *request) (any, *apiError) {
	var body struct {
		Code opt[string] `json:"code"`
	}
	if err := decodeClosed(r, &body); err != nil {
		return nil, err
	}
	if _, ok := s.store.find(r.id("user_id")); !ok {
		return nil, notFound("user", r.id("user_id"))
	}
	if !body.Code.has() || body.Code.Value == "" {
		return nil, missingParam("code")
	}
	u, _ := s.store.find(r.id("user_id"))
	if u != nil && len(body.Code.Value) == totpDigits && u.totpEnabled() {
		if totpMatches(u.TOTPSecret, body.Code.Value, s.now()) {
			return verifiedAnswer{Verified: true, CodeType: "totp"}, nil
		}
	}
	return s.useBackupCode(r.id("user_id"), body.Code.Value)
}

// useBackupCode consumes a backup code; of two who send the same one at once
// only one succeeds.
func (s *Server) useBackupCode(id, code string) (any, *apiError) {
	now := s.nowMS()
	_, err := s.store.update(id, func(u *userRecord) *apiError {
		switch {
		case !u.totpEnabled() && !u.backupCodeEnabled():
			return badRequest("totp_disabled", "This user does not have TOTP or backup codes enabled.")
		case len(code) != totpDigits && !u.backupCodeEnabled():
			return invalid("code", "totp_invalid_length", "The TOTP code must be exactly 6 digits.")
		}
		i := findBackupCode(u.BackupCodes, code)
		if i < 0 {
			return invalid("code", "totp_incorrect_code", "The provided code is incorrect.")
		}
		before := u.twoFactorEnabled()
		u.BackupCodes = slices.Delete(u.BackupCodes, i, i+1)
		u.noteMFA(before, now)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return verifiedAnswer{Verified: true, CodeType: "backup_code"}, nil
}

// removeFactor changes the second factors and answers the user's id.
func (s *Server) removeFactor(r *request, remove func(*userRecord)) (any, *apiError) {
	now := s.nowMS()
	u, err := s.store.update(r.id("user_id"), func(u *userRecord) *apiError {
		before := u.twoFactorEnabled()
		remove(u)
		u.noteMFA(before, now)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return userIDAnswer{u.ID}, nil
}

func (s *Server) disableMFA(r *request) (any, *apiError) {
	return s.removeFactor(r, (*userRecord).dropSecondFactors)
}

// dropSecondFactors removes TOTP, backup codes and the second-factor use of
// every phone.
func (u *userRecord) dropSecondFactors() {
	u.TOTPSecret, u.BackupCodes = "", nil
	for i := range u.Phones {
		u.Phones[i].ReservedForSecondFactor, u.Phones[i].DefaultSecondFactor = false, false
	}
}

func (s *Server) deleteBackupCodes(r *request) (any, *apiError) {
	return s.removeFactor(r, func(u *userRecord) { u.BackupCodes = nil })
}

func (s *Server) deleteTOTP(r *request) (any, *apiError) {
	return s.removeFactor(r, func(u *userRecord) { u.TOTPSecret = "" })
}

// totpAnswer is a new TOTP, the only time its secret is shown.
type totpAnswer struct {
	Object      string   `json:"object"`
	ID          string   `json:"id"`
	Secret      string   `json:"secret"`
	URI         string   `json:"uri"`
	Verified    bool     `json:"verified"`
	BackupCodes []string `json:"backup_codes"`
	CreatedAt   int64    `json:"created_at"`
	UpdatedAt   int64    `json:"updated_at"`
}

// totpIssuer names the application in authenticator apps.
const totpIssuer = "acme-dev"

// createTOTP is what servers before 2025-01-31 had; it is there only when the
// knob says so.
func (s *Server) createTOTP(r *request) (any, *apiError) {
	if !s.faults.get().CreateTOTP {
		return nil, pathNotFound()
	}
	now := s.nowMS()
	answer := totpAnswer{Object: "totp", ID: s.store.newID("totp_", nil), Verified: true, CreatedAt: now, UpdatedAt: now}
	answer.Secret = secretFrom(mix(s.store.seed, uint64(now)), answer.ID) // a time is positive
	_, err := s.store.update(r.id("user_id"), func(u *userRecord) *apiError {
		before := u.twoFactorEnabled()
		u.TOTPSecret = answer.Secret
		answer.URI = totpURI(totpIssuer, u.identifier(), answer.Secret)
		if !u.backupCodeEnabled() {
			answer.BackupCodes = backupCodesFrom(answer.ID)
			u.BackupCodes = slices.Clone(answer.BackupCodes)
		}
		u.noteMFA(before, now)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return answer, nil
}

func (s *Server) deletePasskey(r *request) (any, *apiError) {
	id := r.id("passkey_identification_id")
	return s.deletePart(r, func(u *userRecord) (deletedObject, *apiError) {
		i := slices.IndexFunc(u.Passkeys, func(p passkey) bool { return p.ID == id })
		if i < 0 {
			return deletedObject{}, fail(http.StatusNotFound, "passkey_not_registered", "Passkey not registered", "No passkey was found with id "+id+" for this user.")
		}
		u.Passkeys = slices.Delete(u.Passkeys, i, i+1)
		return deletedObject{Object: "passkey", ID: id, Deleted: true}, nil
	})
}

func (s *Server) deleteWallet(r *request) (any, *apiError) {
	id := r.id("web3_wallet_identification_id")
	return s.deletePart(r, func(u *userRecord) (deletedObject, *apiError) {
		i := slices.IndexFunc(u.Wallets, func(w web3Wallet) bool { return w.ID == id })
		switch {
		case i < 0:
			return deletedObject{}, notFound("web3 wallet", id)
		case u.identifications() == 1:
			return deletedObject{}, lastIdentification()
		}
		u.Wallets = slices.Delete(u.Wallets, i, i+1)
		u.electPrimaries()
		return deletedObject{Object: "web3_wallet", ID: id, Deleted: true}, nil
	})
}

// deleteExternalAccount takes the eac_ id only, also where the account's own
// id is an idn_ one.
func (s *Server) deleteExternalAccount(r *request) (any, *apiError) {
	id := r.id("external_account_id")
	return s.deletePart(r, func(u *userRecord) (deletedObject, *apiError) {
		i := slices.IndexFunc(u.ExternalAccounts, func(a externalAccount) bool { return a.eac() == id && strings.HasPrefix(id, "eac_") })
		switch {
		case i < 0:
			return deletedObject{}, fail(http.StatusNotFound, "external_account_not_found", "External account not found",
				"No external account was found with id "+id+" for this user.")
		case u.identifications() == 1:
			return deletedObject{}, lastIdentification()
		}
		u.unlink(u.ExternalAccounts[i].IdentificationID)
		u.ExternalAccounts = slices.Delete(u.ExternalAccounts, i, i+1)
		return deletedObject{Object: "external_account", ID: id, Deleted: true}, nil
	})
}

// unlink forgets that addresses came from an identification.
func (u *userRecord) unlink(identification string) {
	from := func(l identificationLink) bool { return l.ID == identification }
	for i := range u.Emails {
		u.Emails[i].LinkedTo = list(slices.DeleteFunc(slices.Clone(u.Emails[i].LinkedTo), from))
	}
	for i := range u.Phones {
		u.Phones[i].LinkedTo = list(slices.DeleteFunc(slices.Clone(u.Phones[i].LinkedTo), from))
	}
}

// deletePart removes a part of the user of the path.
func (s *Server) deletePart(r *request, remove func(*userRecord) (deletedObject, *apiError)) (any, *apiError) {
	var gone deletedObject
	_, err := s.store.update(r.id("user_id"), func(u *userRecord) (err *apiError) {
		gone, err = remove(u)
		return err
	})
	if err != nil {
		return nil, err
	}
	return gone, nil
}

func (s *Server) setCompromised(r *request) (any, *apiError) {
	var body struct {
		RevokeAllSessions opt[bool] `json:"revoke_all_sessions"`
	}
	if r.before(version202511) {
		return nil, pathNotFound()
	}
	if err := decodeClosed(r, &body); err != nil {
		return nil, err
	}
	return s.passwordChange(r, body.RevokeAllSessions.Value, func(u *userRecord) *apiError {
		if !u.Password.Enabled {
			return noPassword()
		}
		u.ResetPending = true
		return nil
	})
}

func (s *Server) unsetCompromised(r *request) (any, *apiError) {
	if r.before(version202511) {
		return nil, pathNotFound()
	}
	return s.changed(r, func(u *userRecord) *apiError {
		if !u.Password.Enabled {
			return noPassword()
		}
		u.ResetPending = false
		return nil
	})
}

func (s *Server) removePassword(r *request) (any, *apiError) {
	var body struct {
		SignOut opt[bool] `json:"sign_out_of_other_sessions"`
	}
	if err := decodeClosed(r, &body); err != nil {
		return nil, err
	}
	u, ok := s.store.find(r.id("user_id"))
	if ok && !u.Password.Enabled {
		return renderUser(u, s.nowMS()), nil // comes back unchanged
	}
	now := s.nowMS()
	return s.passwordChange(r, body.SignOut.Value, func(u *userRecord) *apiError {
		u.Password, u.PasswordUpdatedAt, u.ResetPending = password{}, &now, false
		return nil
	})
}

// passwordChange changes the user of the path and ends his sessions if asked.
func (s *Server) passwordChange(r *request, signOut bool, fn func(*userRecord) *apiError) (any, *apiError) {
	u, err := s.store.update(r.id("user_id"), fn)
	if err != nil {
		return nil, err
	}
	if signOut {
		if err := s.revokeSessions(u.ID); err != nil {
			return nil, err
		}
	}
	return renderUser(u, s.nowMS()), nil
}
