tell_baton() {
  moment=$(date +%s)
  signature=$(printf '%s.%s' "$moment" "$1" | openssl dgst -sha256 -hmac "$BATON_SECRET" -r | cut -d ' ' -f 1)
  curl --silent --show-error --fail-with-body --write-out '\n' --data-binary "$1" \
    --header "Content-Type: application/json" --header "Baton-Timestamp: $moment" \
    --header "Baton-Signature: sha256=$signature" "{{ address }}"
}

tell_baton '{"run": "1042", "event": "started", "title": "Portal 3.8", "commit": "9f2c1e7"{% if confirmed %}, "confirmed": {{ confirmed }}{% endif %}}' || exit
# deploy here, then say what came of it: succeeded, failed or rolled_back
tell_baton '{"run": "1042", "event": "finished", "result": "succeeded", "words": "All checks are green."}'
