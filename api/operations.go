package api

import (
	"net/http"
	"strings"
)

// Operation names one operation of the API by its id in the published
// specification, with its method and path template below the base URL.
type Operation struct {
	ID     string
	Method string
	Path   string
}

// Mutates reports whether the operation may change something.
func (o Operation) Mutates() bool { return o.Method != http.MethodGet }

// operation is an Operation as a constant: id, method and path.
type operation string

func (o operation) parse() Operation {
	id, rest, _ := strings.Cut(string(o), " ")
	method, path, _ := strings.Cut(rest, " ")
	return Operation{ID: id, Method: method, Path: path}
}

// Every operation of the client, in the order of the specification.
const (
	opGetUserList                          operation = "GetUserList GET /users"
	opCreateUser                           operation = "CreateUser POST /users"
	opGetUsersCount                        operation = "GetUsersCount GET /users/count"
	opUsersBan                             operation = "UsersBan POST /users/ban"
	opUsersUnban                           operation = "UsersUnban POST /users/unban"
	opGetUser                              operation = "GetUser GET /users/{user_id}"
	opUpdateUser                           operation = "UpdateUser PATCH /users/{user_id}"
	opDeleteUser                           operation = "DeleteUser DELETE /users/{user_id}"
	opBanUser                              operation = "BanUser POST /users/{user_id}/ban"
	opUnbanUser                            operation = "UnbanUser POST /users/{user_id}/unban"
	opLockUser                             operation = "LockUser POST /users/{user_id}/lock"
	opUnlockUser                           operation = "UnlockUser POST /users/{user_id}/unlock"
	opSetUserProfileImage                  operation = "SetUserProfileImage POST /users/{user_id}/profile_image"
	opDeleteUserProfileImage               operation = "DeleteUserProfileImage DELETE /users/{user_id}/profile_image"
	opUpdateUserMetadata                   operation = "UpdateUserMetadata PATCH /users/{user_id}/metadata"
	opReplaceUserMetadata                  operation = "ReplaceUserMetadata PUT /users/{user_id}/metadata"
	opGetOAuthAccessToken                  operation = "GetOAuthAccessToken GET /users/{user_id}/oauth_access_tokens/{provider}"
	opUsersGetOrganizationMemberships      operation = "UsersGetOrganizationMemberships GET /users/{user_id}/organization_memberships"
	opUsersGetOrganizationInvitations      operation = "UsersGetOrganizationInvitations GET /users/{user_id}/organization_invitations"
	opVerifyPassword                       operation = "VerifyPassword POST /users/{user_id}/verify_password"
	opVerifyTOTP                           operation = "VerifyTOTP POST /users/{user_id}/verify_totp"
	opDisableMFA                           operation = "DisableMFA DELETE /users/{user_id}/mfa"
	opDeleteBackupCode                     operation = "DeleteBackupCode DELETE /users/{user_id}/backup_code"
	opUserPasskeyDelete                    operation = "UserPasskeyDelete DELETE /users/{user_id}/passkeys/{passkey_identification_id}"
	opUserWeb3WalletDelete                 operation = "UserWeb3WalletDelete DELETE /users/{user_id}/web3_wallets/{web3_wallet_identification_id}"
	opDeleteTOTP                           operation = "DeleteTOTP DELETE /users/{user_id}/totp"
	opCreateUserTOTP                       operation = "CreateUserTOTP POST /users/{user_id}/totp"
	opDeleteExternalAccount                operation = "DeleteExternalAccount DELETE /users/{user_id}/external_accounts/{external_account_id}"
	opSetUserPasswordCompromised           operation = "SetUserPasswordCompromised POST /users/{user_id}/password/set_compromised"
	opUnsetUserPasswordCompromised         operation = "UnsetUserPasswordCompromised POST /users/{user_id}/password/unset_compromised"
	opRemoveUserPassword                   operation = "RemoveUserPassword POST /users/{user_id}/remove_password"
	opListUserTrustedDevices               operation = "ListUserTrustedDevices GET /users/{user_id}/trusted_devices"
	opRevokeUserTrustedDevice              operation = "RevokeUserTrustedDevice DELETE /users/{user_id}/trusted_devices/{trusted_device_id}"
	opReplaceUserEmailAddress              operation = "ReplaceUserEmailAddress PUT /users/{user_id}/email_address"
	opReplaceUserPhoneNumber               operation = "ReplaceUserPhoneNumber PUT /users/{user_id}/phone_number"
	opGetUserBillingSubscription           operation = "GetUserBillingSubscription GET /users/{user_id}/billing/subscription"
	opGetUserBillingCreditBalance          operation = "GetUserBillingCreditBalance GET /users/{user_id}/billing/credits"
	opAdjustUserBillingCreditBalance       operation = "AdjustUserBillingCreditBalance POST /users/{user_id}/billing/credits"
	opGetSessionList                       operation = "GetSessionList GET /sessions"
	opCreateSession                        operation = "createSession POST /sessions"
	opGetSession                           operation = "GetSession GET /sessions/{session_id}"
	opRevokeSession                        operation = "RevokeSession POST /sessions/{session_id}/revoke"
	opGetClient                            operation = "GetClient GET /clients/{client_id}"
	opCreateEmailAddress                   operation = "CreateEmailAddress POST /email_addresses"
	opGetEmailAddress                      operation = "GetEmailAddress GET /email_addresses/{email_address_id}"
	opUpdateEmailAddress                   operation = "UpdateEmailAddress PATCH /email_addresses/{email_address_id}"
	opDeleteEmailAddress                   operation = "DeleteEmailAddress DELETE /email_addresses/{email_address_id}"
	opPrepareEmailAddressVerification      operation = "PrepareEmailAddressVerification POST /email_addresses/{email_address_id}/prepare_verification"
	opAttemptEmailAddressVerification      operation = "AttemptEmailAddressVerification POST /email_addresses/{email_address_id}/attempt_verification"
	opCreatePhoneNumber                    operation = "CreatePhoneNumber POST /phone_numbers"
	opGetPhoneNumber                       operation = "GetPhoneNumber GET /phone_numbers/{phone_number_id}"
	opUpdatePhoneNumber                    operation = "UpdatePhoneNumber PATCH /phone_numbers/{phone_number_id}"
	opDeletePhoneNumber                    operation = "DeletePhoneNumber DELETE /phone_numbers/{phone_number_id}"
	opPreparePhoneNumberVerification       operation = "PreparePhoneNumberVerification POST /phone_numbers/{phone_number_id}/prepare_verification"
	opAttemptPhoneNumberVerification       operation = "AttemptPhoneNumberVerification POST /phone_numbers/{phone_number_id}/attempt_verification"
	opCreateActorToken                     operation = "CreateActorToken POST /actor_tokens"
	opRevokeActorToken                     operation = "RevokeActorToken POST /actor_tokens/{actor_token_id}/revoke"
	opCreateSignInToken                    operation = "CreateSignInToken POST /sign_in_tokens"
	opRevokeSignInToken                    operation = "RevokeSignInToken POST /sign_in_tokens/{sign_in_token_id}/revoke"
	opListAllowlistIdentifiers             operation = "ListAllowlistIdentifiers GET /allowlist_identifiers"
	opCreateAllowlistIdentifier            operation = "CreateAllowlistIdentifier POST /allowlist_identifiers"
	opDeleteAllowlistIdentifier            operation = "DeleteAllowlistIdentifier DELETE /allowlist_identifiers/{identifier_id}"
	opListBlocklistIdentifiers             operation = "ListBlocklistIdentifiers GET /blocklist_identifiers"
	opCreateBlocklistIdentifier            operation = "CreateBlocklistIdentifier POST /blocklist_identifiers"
	opDeleteBlocklistIdentifier            operation = "DeleteBlocklistIdentifier DELETE /blocklist_identifiers/{identifier_id}"
	opListInvitations                      operation = "ListInvitations GET /invitations"
	opCreateInvitation                     operation = "CreateInvitation POST /invitations"
	opCreateBulkInvitations                operation = "CreateBulkInvitations POST /invitations/bulk"
	opRevokeInvitation                     operation = "RevokeInvitation POST /invitations/{invitation_id}/revoke"
	opListOrganizations                    operation = "ListOrganizations GET /organizations"
	opGetOrganization                      operation = "GetOrganization GET /organizations/{organization_id}"
	opGetOrganizationBillingSubscription   operation = "GetOrganizationBillingSubscription GET /organizations/{organization_id}/billing/subscription"
	opListOrganizationMemberships          operation = "ListOrganizationMemberships GET /organizations/{organization_id}/memberships"
	opCreateOrganizationMembership         operation = "CreateOrganizationMembership POST /organizations/{organization_id}/memberships"
	opUpdateOrganizationMembership         operation = "UpdateOrganizationMembership PATCH /organizations/{organization_id}/memberships/{user_id}"
	opDeleteOrganizationMembership         operation = "DeleteOrganizationMembership DELETE /organizations/{organization_id}/memberships/{user_id}"
	opUpdateOrganizationMembershipMetadata operation = "UpdateOrganizationMembershipMetadata PATCH /organizations/{organization_id}/memberships/{user_id}/metadata"
	opListOrganizationInvitations          operation = "ListOrganizationInvitations GET /organizations/{organization_id}/invitations"
	opCreateOrganizationInvitation         operation = "CreateOrganizationInvitation POST /organizations/{organization_id}/invitations"
	opGetOrganizationInvitation            operation = "GetOrganizationInvitation GET /organizations/{organization_id}/invitations/{invitation_id}"
	opRevokeOrganizationInvitation         operation = "RevokeOrganizationInvitation POST /organizations/{organization_id}/invitations/{invitation_id}/revoke"
	opInstanceGetOrganizationMemberships   operation = "InstanceGetOrganizationMemberships GET /organization_memberships"
	opListInstanceOrganizationInvitations  operation = "ListInstanceOrganizationInvitations GET /organization_invitations"
	opListOrganizationRoles                operation = "ListOrganizationRoles GET /organization_roles"
	opGetInstance                          operation = "GetInstance GET /instance"
	opUpdateInstanceRestrictions           operation = "UpdateInstanceRestrictions PATCH /instance/restrictions"
	opGetInstanceOrganizationSettings      operation = "GetInstanceOrganizationSettings GET /instance/organization_settings"
	opGetInstanceProtect                   operation = "GetInstanceProtect GET /instance/protect"
	opGetInstanceCommunication             operation = "GetInstanceCommunication GET /instance/communication"
	opListDomains                          operation = "ListDomains GET /domains"
	opListWaitlistEntries                  operation = "ListWaitlistEntries GET /waitlist_entries"
	opInviteWaitlistEntry                  operation = "InviteWaitlistEntry POST /waitlist_entries/{waitlist_entry_id}/invite"
	opRejectWaitlistEntry                  operation = "RejectWaitlistEntry POST /waitlist_entries/{waitlist_entry_id}/reject"
	opDeleteWaitlistEntry                  operation = "DeleteWaitlistEntry DELETE /waitlist_entries/{waitlist_entry_id}"
)

// Operations returns every operation that the client implements.
func Operations() []Operation {
	all := operations()
	out := make([]Operation, len(all))
	for i, o := range all {
		out[i] = o.parse()
	}
	return out
}

//nolint:funlen // a list of all
func operations() []operation {
	return []operation{
		opGetUserList,
		opCreateUser,
		opGetUsersCount,
		opUsersBan,
		opUsersUnban,
		opGetUser,
		opUpdateUser,
		opDeleteUser,
		opBanUser,
		opUnbanUser,
		opLockUser,
		opUnlockUser,
		opSetUserProfileImage,
		opDeleteUserProfileImage,
		opUpdateUserMetadata,
		opReplaceUserMetadata,
		opGetOAuthAccessToken,
		opUsersGetOrganizationMemberships,
		opUsersGetOrganizationInvitations,
		opVerifyPassword,
		opVerifyTOTP,
		opDisableMFA,
		opDeleteBackupCode,
		opUserPasskeyDelete,
		opUserWeb3WalletDelete,
		opDeleteTOTP,
		opCreateUserTOTP,
		opDeleteExternalAccount,
		opSetUserPasswordCompromised,
		opUnsetUserPasswordCompromised,
		opRemoveUserPassword,
		opListUserTrustedDevices,
		opRevokeUserTrustedDevice,
		opReplaceUserEmailAddress,
		opReplaceUserPhoneNumber,
		opGetUserBillingSubscription,
		opGetUserBillingCreditBalance,
		opAdjustUserBillingCreditBalance,
		opGetSessionList,
		opCreateSession,
		opGetSession,
		opRevokeSession,
		opGetClient,
		opCreateEmailAddress,
		opGetEmailAddress,
		opUpdateEmailAddress,
		opDeleteEmailAddress,
		opPrepareEmailAddressVerification,
		opAttemptEmailAddressVerification,
		opCreatePhoneNumber,
		opGetPhoneNumber,
		opUpdatePhoneNumber,
		opDeletePhoneNumber,
		opPreparePhoneNumberVerification,
		opAttemptPhoneNumberVerification,
		opCreateActorToken,
		opRevokeActorToken,
		opCreateSignInToken,
		opRevokeSignInToken,
		opListAllowlistIdentifiers,
		opCreateAllowlistIdentifier,
		opDeleteAllowlistIdentifier,
		opListBlocklistIdentifiers,
		opCreateBlocklistIdentifier,
		opDeleteBlocklistIdentifier,
		opListInvitations,
		opCreateInvitation,
		opCreateBulkInvitations,
		opRevokeInvitation,
		opListOrganizations,
		opGetOrganization,
		opGetOrganizationBillingSubscription,
		opListOrganizationMemberships,
		opCreateOrganizationMembership,
		opUpdateOrganizationMembership,
		opDeleteOrganizationMembership,
		opUpdateOrganizationMembershipMetadata,
		opListOrganizationInvitations,
		opCreateOrganizationInvitation,
		opGetOrganizationInvitation,
		opRevokeOrganizationInvitation,
		opInstanceGetOrganizationMemberships,
		opListInstanceOrganizationInvitations,
		opListOrganizationRoles,
		opGetInstance,
		opUpdateInstanceRestrictions,
		opGetInstanceOrganizationSettings,
		opGetInstanceProtect,
		opGetInstanceCommunication,
		opListDomains,
		opListWaitlistEntries,
		opInviteWaitlistEntry,
		opRejectWaitlistEntry,
		opDeleteWaitlistEntry,
	}
}
