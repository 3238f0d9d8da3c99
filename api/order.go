package api

// OrderField is a field that users can be ordered by: one of the Order…
// constants, anything else is refused.
type OrderField uint8

// The fields users can be ordered by. The zero OrderField stands for no order
// of one's own: newest first.
const (
	orderDefault OrderField = iota
	OrderCreatedAt
	OrderUpdatedAt
	OrderEmailAddress
	OrderWeb3Wallet
	OrderFirstName
	OrderLastName
	OrderPhoneNumber
	OrderUsername
	OrderLastActiveAt
	OrderLastSignInAt
)

// String returns the API's name of the field; "" for the zero value and for a
// field that does not exist.
func (f OrderField) String() string {
	switch f {
	case OrderCreatedAt:
		return "created_at"
	case OrderUpdatedAt:
		return "updated_at"
	case OrderEmailAddress:
		return "email_address"
	case OrderWeb3Wallet:
		return "web3wallet"
	case OrderFirstName:
		return "first_name"
	case OrderLastName:
		return "last_name"
	case OrderPhoneNumber:
		return "phone_number"
	case OrderUsername:
		return "username"
	case OrderLastActiveAt:
		return "last_active_at"
	case OrderLastSignInAt:
		return "last_sign_in_at"
	default:
		return ""
	}
}

// Order of users. The zero value is newest first, the server's default.
type Order struct {
	Field OrderField
	Desc  bool // ignored without a Field
}

// String returns the API's order_by value with its explicit sign; "" for the
// zero value.
func (o Order) String() string {
	if o.Field == orderDefault {
		return ""
	}
	if o.Desc {
		return "-" + o.Field.String()
	}
	return "+" + o.Field.String()
}

// Cursor reports whether the order allows paging by StartingAfter.
func (o Order) Cursor() bool { return o.Field == orderDefault || o.Field == OrderCreatedAt }

func (o Order) encode(r *request) {
	if o.Field == orderDefault {
		return
	}
	if o.Field.String() == "" {
		r.fail("order_by", "is not a field that users can be ordered by")
		return
	}
	r.query.Set("order_by", o.String())
}
