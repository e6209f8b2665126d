# The plain mapping of v2 stations to v3 locations in jq: what evmap writes for the stations of
# benchmarks/generate.py, but for the uids of EVSEs that v2 gives none. No ledger, no findings, no
# checks; what these stations do not have is not mapped. Objects are added up, as that is several
# times faster in jq than removing what is empty (with_entries).
# Called with --slurpfile guide guide.json: {"connectors": {id: standard}, "statuses": {v2: v3}}.
def weekdays: . as $mask | [range(1; 8) | select(($mask / pow(2; . % 7) | floor) % 2 == 1)];
def number: split("-") | last | gsub("[^0-9]"; "") | tonumber;
def degrees: tostring | (if contains(".") then . else . + "." end) | . + ("00000"[([split(".")[1] | length, 5] | min):]);
def minute: if . == "24:00:00" then "23:59" else .[:5] end;
def nominal: . as $volts | [120, 220, 230, 240, 277] | min_by(. - $volts | fabs);
def industrial: if . == 16 then "IEC_60309_2_THREE_16" elif . == 32 then "IEC_60309_2_THREE_32" else "IEC_60309_2_THREE_64" end;
def capability: {
    "creditCard": "CREDIT_CARD_PAYABLE", "debitCard": "DEBIT_CARD_PAYABLE",
    "contactless-card": "CONTACTLESS_CARD_SUPPORT", "rfid-reader": "RFID_READER"
  }[.] // empty;
$guide[0] as $g
| {items: [.evStations.evStation | group_by(.poolId)[] | .[0] as $s
  | $s.evStationDetails.paymentMethods as $methods
  | ([("creditCard", "debitCard" | select($methods[.].accept)),
      (if $methods.other.accept then $methods.other.types.type[] else empty end)]
     | map(capability)) as $payments
  | [$methods.subscription.provider | values] as $providers
  | ([.[].lastUpdateTimestamp] | max) as $stamp
  | [.[] | .connectors.connector[] as $c
      | $c.chargingPoint as $point
      | ($point.voltsRange | endswith("DC")) as $dc
      | ($point.ampsRange | number) as $amps
      | (if $c.connectorType.id == "36" then $amps | industrial else $g.connectors[$c.connectorType.id] end) as $standard
      | select($standard)
      | ($point.lastUpdateTimestamp // $stamp) as $updated
      | {
          id: "1",
          standard: $standard,
          format: (if $c.fixedCable then "CABLE" else "SOCKET" end),
          power_type: (if $dc then "DC" else "AC_\($point.phases)_PHASE" end),
          max_voltage: (if $dc or $point.phases == 1 then $point.voltsRange | number else $c.maxPowerLevel * 1000 / (3 * $amps) | nominal end),
          max_amperage: $amps,
          max_electric_power: ($c.maxPowerLevel * 1000 | round),
          last_updated: $updated
        } as $connector
      | (if $c.connectorDetails.reservable then ["RESERVABLE"] + $payments else $payments end) as $capabilities
      | ({connectors: [$connector], last_updated: $updated}
         + (if $capabilities == [] then {} else {capabilities: $capabilities} end)
         + (if $providers == [] then {} else {accepted_service_providers: $providers} end)) as $rest
      | ($c.connectorStatuses.connectorStatus // [range($point.numberOfConnectors) | {cpoEvseId: "\($s.poolId)-\(.)"}])[]
      | {uid: .cpoEvseId}
        + (if .cpoEvseEMI3Id then {evse_id: .cpoEvseEMI3Id, physical_reference: .physicalReference} else {} end)
        + {status: $g.statuses[.state // "UNKNOWN"]} + $rest] as $evses
  | (first($evses[].evse_id | values | split("*")) // []) as $party
  | (if $party == [] then {} else {country_code: $party[0], party_id: $party[1]} end)
  + {
    id: $s.poolId,
    publish: ($s.evStationDetails.privateAccess | not),
    name: $s.name,
    address: ($s.address.street + " " + $s.address.streetNumber),
    city: $s.address.city,
    postal_code: $s.address.postalCode,
    state: $s.address.region,
    country: $s.address.country,
    coordinates: {latitude: ($s.position.latitude | degrees), longitude: ($s.position.longitude | degrees)},
    time_zone: $s.timeZone,
    operator: {name: $s.connectors.connector[0].supplierName},
    help_phone: $s.contacts.phone[0].value,
    opening_times: ($s.connectors.connector[0].connectorDetails | if .open24x7 then {twentyfourseven: true} else {
      twentyfourseven: false,
      regular_hours: [.openingHours.regularOpeningHours[] | (.daymask | weekdays[]) as $day | .period[]
        | {weekday: $day, period_begin: (.from | minute), period_end: (.to | minute)}]
    } end),
    last_updated: $stamp
  }
  + (if $evses == [] then {} else {evses: $evses} end)], missingItems: []}
