include "model.dfy"

// What holds in every state that can be reached, in groups.
module Invariants {
  import opened Rules
  import opened Terms
  import opened Model

  ghost predicate Inv(w: World, s: State)
  {
    Secrets(w, s) && Issues(w, s) && Requests(w, s) && Answers(w, s) && Nonces(s) && Draws(w, s) && InForceNow(s) && Sessions(s)
    && Replies(w, s) && NoticesAreIssued(w, s) && NoticesInTurn(s) && NothingSkipped(s) && FacilityKnows(w, s) && Tenancies(s)
  }

  // ---- words about the trace

  opaque ghost predicate IsBefore(t: seq<Event>, i: int, e: Event)
  {
    exists k :: 0 <= k < i && k < |t| && t[k] == e
  }

  ghost predicate IsDrawnAt(t: seq<Event>, k: int, challenge: Term)
  {
    0 <= k < |t| && t[k].Drawn? && t[k].frame.challenge == challenge
  }

  opaque ghost predicate IsDrawnBefore(t: seq<Event>, i: int, challenge: Term)
  {
    exists k :: k < i && IsDrawnAt(t, k, challenge)
  }

  // Between k and i the connection went on and no challenge was drawn.
  opaque ghost predicate IsQuiet(t: seq<Event>, k: int, i: int)
  {
    forall x :: k < x < i && 0 <= x < |t| ==> !t[x].Drawn? && !t[x].Broken?
  }

  ghost predicate IsInForceFrom(t: seq<Event>, k: int, i: int, frame: Frame)
  {
    0 <= k < i && k < |t| && t[k] == Drawn(frame) && IsQuiet(t, k, i)
  }

  // At i, the frame is the last one drawn, and the connection is the one it was drawn in.
  opaque ghost predicate IsInForce(t: seq<Event>, i: int, frame: Frame)
  {
    exists k :: IsInForceFrom(t, k, i, frame)
  }

  // The lock did what a keyed request asks for.
  ghost predicate IsAdmission(e: Event)
  {
    e.Answered? && e.request.key != NoKey && e.reply.status == Done
  }

  // A challenge that only the lock can make.
  ghost predicate IsOurs(w: World, challenge: Term)
  {
    challenge.Challenge?
    && if ChallengeIsSecretlyMade then IsNonceSecret(w, challenge.nonceSecret) else challenge.nonceSecret == Zeros
  }

  ghost predicate IsNonceSecret(w: World, t: Term)
  {
    t.NonceSecret? && t.lockSecret.LockSecret? && t.lockSecret.lock == w.lock
  }

  // ---- secrets and what is made with them

  ghost predicate Secrets(w: World, s: State)
  {
    (forall t :: t in s.seen ==> !(t.LockSecret? && t.lock == w.lock))
    && (forall t :: t in s.seen && (t.KeyMinter? || t.NoticeSecret? || t.NonceSecret?) ==> !(t.lockSecret.LockSecret? && t.lockSecret.lock == w.lock))
    && (forall g, grant :: HolderKeyOf(w.lock, g, grant) in s.seen ==> KeyIssued(g, grant) in s.trace && grant.holder !in w.holders)
    && (forall g, grant, share :: GuestKeyOf(w.lock, g, grant, share) in s.seen ==>
          Shared(g, grant, share) in s.trace && share.guest !in w.guests && grant.holder in w.holders)
  }

  ghost predicate Issues(w: World, s: State)
  {
    forall g, grant, share :: Shared(g, grant, share) in s.trace ==> KeyIssued(g, grant) in s.trace && grant.holder in w.holders
  }

  // Whoever shows a proof under an honest key got it from that key's owner, who made it for this very request.
  ghost predicate Requests(w: World, s: State)
  {
    (forall g, frame: Frame, request: Request ::
        (request.key != NoKey && request.key.grant.lock == w.lock && ProofOf(w.lock, g, frame, request) in s.seen) ==> Sent(g, frame, request) in s.trace)
    && (forall g, frame: Frame, request: Request :: Sent(g, frame, request) in s.trace ==> IsHonest(w, request.key) && IsOwned(s, g, request.key))
  }

  // Whoever is answered was given the key; and who is honest asked for it.
  ghost predicate Answers(w: World, s: State)
  {
    (forall i :: 0 <= i < |s.trace| && s.trace[i].Answered? && s.trace[i].request.key != NoKey ==> IsFounded(w, s.trace, i))
  }

  ghost predicate IsFounded(w: World, t: seq<Event>, i: int)
    requires 0 <= i < |t| && t[i].Answered? && t[i].request.key != NoKey
  {
    var e := t[i];
    e.request.key.grant.lock == w.lock
    && IsBefore(t, i, KeyIssued(e.generation, e.request.key.grant))
    && (e.request.key.OfGuest? && e.request.key.grant.holder in w.holders ==>
          IsBefore(t, i, Shared(e.generation, e.request.key.grant, e.request.key.share)))
    && (IsHonest(w, e.request.key) ==> IsBefore(t, i, Sent(e.generation, e.frame, e.request)))
  }

  ghost predicate Nonces(s: State)
  {
    (forall i :: 0 <= i < |s.trace| && s.trace[i].Sent? ==> s.trace[i].request.nonce in s.nonces)
    && (forall i, j :: 0 <= i < j < |s.trace| && s.trace[i].Sent? && s.trace[j].Sent? ==> s.trace[i].request.nonce != s.trace[j].request.nonce)
  }

  // ---- challenges

  ghost predicate Draws(w: World, s: State)
  {
    (forall i :: 0 <= i < |s.trace| && s.trace[i].Drawn? ==> IsCounted(w, s.lock, s.trace[i].frame.challenge))
    && (forall i, j :: 0 <= i < j < |s.trace| && s.trace[i].Drawn? && s.trace[j].Drawn? ==> s.trace[i].frame.challenge != s.trace[j].frame.challenge)
    && (forall t :: t in s.seen && IsOurs(w, t) ==> IsDrawnBefore(s.trace, |s.trace|, t))
    && (forall i :: 0 <= i < |s.trace| && s.trace[i].Sent? && IsOurs(w, s.trace[i].frame.challenge) ==> IsDrawnBefore(s.trace, i, s.trace[i].frame.challenge))
  }

  ghost predicate IsCounted(w: World, lock: Lock, c: Term)
  {
    c.Challenge? && IsOurs(w, c) && c.boot <= lock.bootCount && (lock.isCounted && c.boot == lock.bootCount ==> c.draw <= lock.drawCount)
  }

  ghost predicate InForceNow(s: State)
  {
    s.lock.challenge.Some? ==> s.lock.failed < 3 && IsInForce(s.trace, |s.trace|, s.lock.challenge.value)
  }

  ghost predicate IsUnder(e: Event, frame: Option<Frame>)
    requires e.Answered?
  {
    frame.Some? && e.frame.challenge == frame.value.challenge
  }

  ghost predicate Sessions(s: State)
  {
    (forall i :: 0 <= i < |s.trace| && s.trace[i].Answered? ==> IsInForce(s.trace, i, s.trace[i].frame))
    && (forall i :: 0 <= i < |s.trace| && IsAdmission(s.trace[i]) && IsUnder(s.trace[i], s.lock.challenge) ==>
          s.trace[i].request.sequence <= s.lock.lastSequence)
    && (forall i, j :: 0 <= i < j < |s.trace| && IsAdmission(s.trace[i]) && IsAdmission(s.trace[j]) && IsUnder(s.trace[i], Some(s.trace[j].frame)) ==>
          s.trace[i].request.sequence < s.trace[j].request.sequence)
  }

  ghost predicate Replies(w: World, s: State)
  {
    (forall g, frame: Frame, request: Request, reply: Reply ::
        (request.key != NoKey && request.key.grant.lock == w.lock && ReplyMacOf(w.lock, g, frame, request, reply) in s.seen) ==> IsAnswered(s.trace, |s.trace|, g, frame, request, reply))
    && (forall i :: 0 <= i < |s.trace| && s.trace[i].Accepted? && s.trace[i].request.key != NoKey && s.trace[i].request.key.grant.lock == w.lock ==>
          IsHonest(w, s.trace[i].request.key)
          && IsAnswered(s.trace, i, s.trace[i].generation, s.trace[i].frame, s.trace[i].request, s.trace[i].reply))
  }

  ghost predicate IsAnsweredAt(t: seq<Event>, k: int, g: nat, frame: Frame, request: Request, reply: Reply)
  {
    0 <= k < |t| && t[k].Answered? && t[k].generation == g && t[k].frame == frame && t[k].request == request && t[k].reply == reply
  }

  opaque ghost predicate IsAnswered(t: seq<Event>, i: int, g: nat, frame: Frame, request: Request, reply: Reply)
  {
    exists k :: k < i && IsAnsweredAt(t, k, g, frame, request, reply)
  }

  // ---- notices

  ghost predicate NoticesAreIssued(w: World, s: State)
  {
    (forall g, n :: NoticeMac(NoticeKeyOf(w.lock, g), n) in s.seen ==> n in s.issued)
    && (forall n :: n in s.issued ==> n.lock == w.lock && n.after < n.number)
    && (forall n, m :: n in s.issued && m in s.issued && n.number == m.number ==> n == m)
    && (forall n :: n in s.history ==> n in s.issued)
    && (forall x :: x in s.done ==> exists n :: n in s.history && x in n.items)
    && (forall n :: n in s.history ==> n.items <= s.done)
  }

  ghost predicate NoticesInTurn(s: State)
  {
    s.lock.applied == AppliedThrough(s.history, |s.history|)
    && forall i :: 0 <= i < |s.history| ==> s.history[i].after <= AppliedThrough(s.history, i) < s.history[i].number
  }

  // The number applied when the first `count` notices of a history are.
  ghost function AppliedThrough(history: seq<Notice>, count: int): nat
    requires 0 <= count <= |history|
  {
    if count == 0 then 0 else history[count - 1].number
  }

  // n stands for m: whoever applies n has what m says, because n repeats it or it was known applied.
  ghost predicate Covers(n: Notice, m: Notice)
  {
    n.after < m.number < n.number
  }

  ghost predicate NothingSkipped(s: State)
  {
    (forall m :: m in s.issued && m.number <= s.lock.applied ==> m in s.history || exists n :: n in s.history && Covers(n, m))
    && (forall n, m :: n in s.issued && m in s.issued && Covers(n, m) ==> m.items <= n.items + s.done)
    && (forall m :: m in s.issued && m.number <= s.lock.applied ==> m.items <= s.done)
  }

  ghost predicate FacilityKnows(w: World, s: State)
  {
    s.known <= s.lock.applied
    && forall g, frame: Frame, reply: Reply :: reply.command == Deliver && ReplyMacUnder(NoticeKeyOf(w.lock, g), frame, Zeros, reply) in s.seen ==> reply.applied <= s.lock.applied
  }

  // ---- tenancy

  ghost predicate IsVisit(e: Event, epoch: nat)
  {
    IsAdmission(e) && e.request.command == Open && e.epoch == epoch
  }

  // Whatever a key that takes part in tenancies does, but carry notices.
  ghost predicate IsTenantsDeed(e: Event)
  {
    IsAdmission(e) && e.request.command != Deliver && e.request.key.grant.tenancy != 0
  }

  ghost predicate Tenancies(s: State)
  {
    (forall i :: 0 <= i < |s.trace| && s.trace[i].Answered? ==> s.trace[i].epoch <= s.epoch)
    && (forall i :: 0 <= i < |s.trace| && IsVisit(s.trace[i], s.epoch) ==> s.trace[i].request.key.grant.tenancy <= s.lock.tenancy)
    && (forall i, j :: 0 <= i < j < |s.trace| && IsTenantsDeed(s.trace[j]) && IsVisit(s.trace[i], s.trace[j].epoch) ==>
          s.trace[i].request.key.grant.tenancy <= s.trace[j].request.key.grant.tenancy)
  }
}
