# The same as plain.jq for what benchmarks/sparse.py makes: stations that say little, and evses/bulk.
def degrees: tostring | (if contains(".") then . else . + "." end) | . + ("00000"[([split(".")[1] | length, 5] | min):]);
def current: {
    "IEC_62196_T2_COMBO": {format: "CABLE", power_type: "DC"}, "CHADEMO": {format: "CABLE", power_type: "DC"},
    "IEC_62196_T1": {power_type: "AC_1_PHASE"}
  }[.] // {};
def power: if . then {max_electric_power: (. * 1000 | round)} else {} end;
def texts: if . == {} then {} else with_entries(select(.value != null)) end;
$guide[0] as $g
| if .pools then
    {items: [.pools[]
      | [.stations[].evses[]
          | .last_updated as $updated
          | {uid: .cpoId, evse_id: .cpoEvseEMI3Id, status: $g.statuses[.state],
             connectors: [.connectors[] | $g.connectors[.typeId] as $standard
               | {id: .id, standard: $standard} + ($standard | current) + (.maxPowerLevel | power) + {last_updated: $updated}],
             last_updated: $updated}] as $evses
      | ($evses[0].evse_id | split("*")) as $party
      | {country_code: $party[0], party_id: $party[1], id: .id, evses: $evses, last_updated: ([$evses[].last_updated] | max)}],
     missingItems: []}
  else
    {items: [.evStations.evStation | group_by(.poolId)[] | .[0] as $s
      | {id: $s.poolId, coordinates: {latitude: ($s.position.latitude | degrees), longitude: ($s.position.longitude | degrees)}}
        + ({name: $s.name, address: $s.address.street, city: $s.address.city, country: $s.address.country} | texts)
        + {evses: [.[].connectors.connector[]
            | $g.connectors[.connectorType.id] as $standard
            | ({id: "1", standard: $standard} + ($standard | current) + (.maxPowerLevel | power)) as $connector
            | range(.chargingPoint.numberOfConnectors // 1)
            | {uid: "\($s.poolId)-\(.)", status: "UNKNOWN", connectors: [$connector]}]}],
     missingItems: []}
  end
