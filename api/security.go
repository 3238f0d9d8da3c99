package api

import (
	"context"
	"errors"
	"net/http"
)

// VerifyPassword reports whether the password is the user's (VerifyPassword).
// A wrong one is an answer and no error.
func (s *UsersService) VerifyPassword(ctx context.Context, id ID, password Secret) (bool, error) {
	r := newRequest(opVerifyPassword, id)
	r.body = fields{}
	r.secretBody("password", password)
	v, err := fetch[TOTPVerification](ctx, s.client, r)
	if isWrongSecret(err, codeIncorrectPassword) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return v.Verified, nil
}

// VerifyTOTP checks a time-based code or a backup code (VerifyTOTP). A wrong
// one is an answer and no error. A backup code that is right is used up.
func (s *UsersService) VerifyTOTP(ctx context.Context, id ID, code Secret) (TOTPVerification, error) {
	r := newRequest(opVerifyTOTP, id)
	r.body = fields{}
	r.secretBody("code", code)
	v, err := fetch[TOTPVerification](ctx, s.client, r)
	if isWrongSecret(err, codeIncorrectTOTP, codeTOTPLength) {
		return TOTPVerification{}, nil
	}
	if err != nil {
		return TOTPVerification{}, err
	}
	return *v, nil
}

func (r *request) secretBody(name string, s Secret) {
	r.required(name, s.unwrap())
	r.body.secret(name, s)
}

func isWrongSecret(err error, codes ...string) bool {
	var e *Error
	return errors.As(err, &e) && e.Status == http.StatusUnprocessableEntity && e.HasCode(codes...)
}

// DisableMFA removes all second factors of a user at once (DisableMFA). Get
// the user again to see the effect; so it is with the next two.
func (s *UsersService) DisableMFA(ctx context.Context, id ID) error {
	return perform(ctx, s.client, newRequest(opDisableMFA, id))
}

// DeleteBackupCodes removes the backup codes (DeleteBackupCode).
func (s *UsersService) DeleteBackupCodes(ctx context.Context, id ID) error {
	return perform(ctx, s.client, newRequest(opDeleteBackupCode, id))
}

// DeleteTOTP removes the authenticator app (DeleteTOTP).
func (s *UsersService) DeleteTOTP(ctx context.Context, id ID) error {
	return perform(ctx, s.client, newRequest(opDeleteTOTP, id))
}

// SetPasswordCompromised makes the user choose a new password at the next
// sign-in (SetUserPasswordCompromised). Sessions go on unless revokeAll.
func (s *UsersService) SetPasswordCompromised(ctx context.Context, id ID, revokeAll bool) (*User, error) {
	r := newRequest(opSetUserPasswordCompromised, id)
	if revokeAll {
		r.body = fields{"revoke_all_sessions": true}
	}
	return s.user(ctx, r)
}

// UnsetPasswordCompromised takes that back (UnsetUserPasswordCompromised).
func (s *UsersService) UnsetPasswordCompromised(ctx context.Context, id ID) (*User, error) {
	return s.user(ctx, newRequest(opUnsetUserPasswordCompromised, id))
}

// RemovePassword removes the password, even when it was the only way in
// (RemoveUserPassword).
func (s *UsersService) RemovePassword(ctx context.Context, id ID, signOut bool) (*User, error) {
	r := newRequest(opRemoveUserPassword, id)
	if signOut {
		r.body = fields{"sign_out_of_other_sessions": true}
	}
	return s.user(ctx, r)
}

// TrustedDevices lists the devices a user trusts; there are no pages
// (ListUserTrustedDevices).
func (s *UsersService) TrustedDevices(ctx context.Context, id ID) (*List[TrustedDevice], error) {
	return fetchList[TrustedDevice](ctx, s.client, newRequest(opListUserTrustedDevices, id), everything())
}

// RevokeTrustedDevice ends the trust in a device (RevokeUserTrustedDevice).
func (s *UsersService) RevokeTrustedDevice(ctx context.Context, id, device ID) (*TrustedDevice, error) {
	return fetch[TrustedDevice](ctx, s.client, newRequest(opRevokeUserTrustedDevice, id, device))
}
