# The plain mapping of v2 stations to v3 locations in jq: no ledger, no findings, no checks.
# Called with --slurpfile guide guide.json: {"connectors": {id: standard}, "statuses": {v2: v3}}.
def weekdays: . as $mask | [range(7) | select(($mask / pow(2; .) | floor) % 2 == 1) | if . == 0 then 7 else . end];
def upper: split("-") | last | gsub("[^0-9]"; "") | tonumber;
$guide[0] as $g
| {items: [.evStations.evStation | group_by(.poolId)[] | .[0] as $s | {
    id: $s.poolId,
    publish: ($s.evStationDetails.privateAccess | not),
    name: $s.name,
    address: ($s.address.street + " " + $s.address.streetNumber),
    city: $s.address.city,
    postal_code: $s.address.postalCode,
    state: $s.address.region,
    country: $s.address.country,
    coordinates: {latitude: ($s.position.latitude | tostring), longitude: ($s.position.longitude | tostring)},
    time_zone: $s.timeZone,
    operator: {name: $s.connectors.connector[0].supplierName},
    help_phone: $s.contacts.phone[0].value,
    opening_times: ($s.connectors.connector[0].connectorDetails | if .open24x7 then {twentyfourseven: true} else {
      twentyfourseven: false,
      regular_hours: [.openingHours.regularOpeningHours[] | (.daymask | weekdays[]) as $day | .period[]
        | {weekday: $day, period_begin: .from[:5], period_end: .to[:5]}]
    } end),
    evses: [.[] | . as $station | .connectors.connector[] as $c
      | ($c.chargingPoint.voltsRange | endswith("DC")) as $dc
      | {
          id: "1",
          standard: $g.connectors[$c.connectorType.id],
          format: (if $c.fixedCable then "CABLE" else "SOCKET" end),
          power_type: (if $dc then "DC" else "AC_\($c.chargingPoint.phases)_PHASE" end),
          max_voltage: (if $dc or $c.chargingPoint.phases == 1 then $c.chargingPoint.voltsRange | upper else 230 end),
          max_amperage: ($c.chargingPoint.ampsRange | upper),
          max_electric_power: ($c.maxPowerLevel * 1000),
          last_updated: ($c.chargingPoint.lastUpdateTimestamp // $station.lastUpdateTimestamp)
        } as $connector
      | [if $station.evStationDetails.paymentMethods.creditCard.accept then "CREDIT_CARD_PAYABLE" else empty end,
         if $c.connectorDetails.reservable then "RESERVABLE" else empty end] as $capabilities
      | ($c.connectorStatuses.connectorStatus // [range($c.chargingPoint.numberOfConnectors) | {cpoEvseId: "\($station.poolId)-\(.)"}])[]
      | {
          uid: .cpoEvseId,
          evse_id: .cpoEvseEMI3Id,
          status: ($g.statuses[.state // "OTHER"]),
          capabilities: $capabilities,
          connectors: [$connector],
          physical_reference: .physicalReference,
          last_updated: $connector.last_updated
        }],
    last_updated: $s.lastUpdateTimestamp
  }], missingItems: []}
