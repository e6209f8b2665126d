"""Names and words of HERE's v3 that the writer of `here-v3` looks up."""

from __future__ import annotations

from evmap.conversion.outputs import RegularOrigins

#: HERE's name of an address field -> the model's.
ADDRESS = {
    "label": "label",
    "street": "street",
    "houseNumber": "house_number",
    "state": "state",
    "county": "county",
    "city": "city",
    "district": "district",
    "subdistrict": "subdistrict",
    "block": "block",
    "subblock": "subblock",
    "countryCode": "country",
    "postalCode": "postal_code",
}

#: DayOfWeek, Monday first.
DAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")

#: v2 payment terms -> EvsePaymentSupport.
PAYMENTS = {
    "creditCard": "creditCard",
    "debitCard": "debitCard",
    "ePayment": "mobilePayment",
    "contactless-card": "contactlessCard",
    "rfid-reader": "rfidReader",
    "app": "operatorApp",
    "auth-by-car-plug-and-charge": "authByCarPlugAndCharge",
    "auth-by-car-autocharge": "authByCarAutocharge",
    "terminal-qr-code": "terminalQrCode",
    "terminal-sms": "terminalSms",
    "online-bank-payment": "onlineBankPayment",
    "online-google-pay": "onlineGooglePay",
    "online-credit-card": "onlineCreditCard",
    "online-paypal": "onlinePaypal",
    "online-apple-pay": "onlineApplePay",
}

#: Whatever of these is set, HERE sets the umbrella value mobilePayment as well.
MOBILE = frozenset(
    {
        "operatorApp",
        "onlineApplePay",
        "onlinePaypal",
        "onlineCreditCard",
        "onlineGooglePay",
        "onlineBankPayment",
        "terminalSms",
        "terminalQrCode",
        "contactlessCard",
    }
)

#: The regular origin of each value, by kind of object (its pattern below the location).
REGULAR: RegularOrigins = {
    "": {
        "id": "converted",
        "name": "copied",
        "timeZone": "copied",
        "cpoLocationId": "copied",
        "supportPhoneNumber": "copied",
    },
    "location": {"lat": "copied", "lng": "copied"},
    "accessPoints/*": {"lat": "copied", "lng": "copied"},
    "address": dict.fromkeys(ADDRESS, "copied"),
    "operator": {"name": "copied", "partnerId": "assumed", "website": "copied"},
    "openingHours": {"open24x7": "copied"},
    "openingHours/regularSchedule/*/periods/*": {"from": "converted", "to": "converted"},
    "eMobilityServiceProviders/*": {"name": "copied", "partnerId": "copied"},
    "evses/*": {
        "uid": "copied",
        "evseId": "copied",
        "id": "copied",
        "status": "converted",
        "modified": "copied",
        "physicalReference": "copied",
    },
    "evses/*/connectors/*": {
        "id": "copied",
        "standard": "converted",
        "format": "converted",
        "powerType": "converted",
        "maxVoltage": "converted",
        "maxCurrent": "converted",
        "maxPower": "converted",
    },
    "connectorGroups/*": {
        "standard": "derived",
        "maxPower": "derived",
        "connectorCount": "derived",
        "availableConnectorCount": "derived",
    },
    "connectorGroups/*/connectors/*": {"evseUid": "derived"},
}

#: Required fields that v2 may not hold: name -> how to supply it.
REQUIRED_LOCATION = {
    "id": "Ask v2 again: neither poolId nor id is there.",
    "location": "Supply it yourself: v2 holds no usable position.",
}
REQUIRED_OPERATOR = {
    "partnerId": "Give --partner-id, the operator's stable id in HERE's v3.",
}
REQUIRED_EVSE = {
    "modified": "Supply it yourself: v2 holds no timestamp for this EVSE or its station."
}
