package emulator

import (
	"encoding/json"
)

type (
	sentCode      struct{}
	trustedDevice struct{}
	creditAccount struct{}
)

func (x *extras) sentCodes() []int                              { return nil }
func checkMetadataField(string, opt[json.RawMessage]) *apiError { return nil }
func identifierExists(param, long string) *apiError             { return nil }
