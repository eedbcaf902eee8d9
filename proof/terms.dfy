include "rules.dfy"

// What travels over the air, as symbols. HMAC is a constructor for each of its uses: equal outputs mean equal inputs, and
// nobody makes one without its key.
module Terms {
  import opened Rules

  datatype Option<T> = None | Some(value: T)

  // `rest` stands for every other field: key id, times, rights, windows.
  datatype Grant = Grant(lock: nat, holder: nat, tenancy: nat, rest: nat)
  datatype Share = Share(guest: nat, rest: nat)
  datatype Key = NoKey | OfHolder(grant: Grant) | OfGuest(grant: Grant, share: Share)

  // Items are told apart by a number each; tenancy 0 means that no item sets it.
  datatype Notice = Notice(lock: nat, number: nat, after: nat, items: set<nat>, tenancy: nat)

  // Open is Unlock and HoldOpen; Other is Relock, ReadEvents, Status, Manage, Reset.
  datatype Command = Open | Deliver | Here | Other(code: nat)
  datatype Body = Plain(text: nat) | Carries(notice: Notice, mac: Term)
  datatype Frame = Frame(challenge: Term, now: nat)
  datatype Request = Request(command: Command, sequence: nat, nonce: nat, key: Key, body: Body)
  datatype Status = Done | Refused(why: nat)
  datatype Reply = Reply(command: Command, sequence: nat, status: Status, applied: nat)

  datatype Term =
    | Word(number: nat)
    | LockSecret(lock: nat, generation: nat)
    | KeyMinter(lockSecret: Term)
    | NoticeSecret(lockSecret: Term)
    | NonceSecret(lockSecret: Term)
    | HolderSecret(minter: Term, grant: Grant)
    | GuestSecret(holderSecret: Term, share: Share)
    | Challenge(nonceSecret: Term, boot: nat, draw: nat, entropy: nat)
    | Proof(secret: Term, frame: Frame, request: Request)
    | ReplyMac(secret: Term, frame: Frame, proof: Term, reply: Reply)
    | NoticeMac(noticeSecret: Term, notice: Notice)

  // The proof of a request without a key: 16 zero bytes.
  const Zeros: Term := Word(0)

  // What an attacker can make: whatever was seen, whatever is no secret, every secret of every other lock, and every
  // HMAC under a key that can be made. The message of an HMAC is not asked for: the attacker may even foresee it.
  ghost predicate Makes(lock: nat, seen: set<Term>, t: Term)
  {
    t in seen || match t
      case Word(_) => true
      case LockSecret(l, _) => l != lock
      case KeyMinter(k) => Makes(lock, seen, k)
      case NoticeSecret(k) => Makes(lock, seen, k)
      case NonceSecret(k) => Makes(lock, seen, k)
      case HolderSecret(k, _) => Makes(lock, seen, k)
      case GuestSecret(k, _) => Makes(lock, seen, k)
      case Challenge(k, _, _, _) => Makes(lock, seen, k)
      case Proof(k, _, _) => Makes(lock, seen, k)
      case ReplyMac(k, _, _, _) => Makes(lock, seen, k)
      case NoticeMac(k, _) => Makes(lock, seen, k)
  }

  ghost function MinterOf(lock: nat, generation: nat): Term { KeyMinter(LockSecret(lock, generation)) }

  ghost function NoticeKeyOf(lock: nat, generation: nat): Term { NoticeSecret(LockSecret(lock, generation)) }

  ghost function HolderKeyOf(lock: nat, generation: nat, grant: Grant): Term
  {
    HolderSecret(MinterOf(lock, generation), if SecretCoversGrant then grant else Grant(lock, 0, 0, 0))
  }

  ghost function GuestKeyOf(lock: nat, generation: nat, grant: Grant, share: Share): Term
  {
    GuestSecret(HolderKeyOf(lock, generation, grant), if SecretCoversShare then share else Share(0, 0))
  }

  // S of the protocol: the secret behind a key.
  ghost function SecretOf(lock: nat, generation: nat, key: Key): Term
    requires key != NoKey
  {
    if key.OfGuest? then GuestKeyOf(lock, generation, key.grant, key.share) else HolderKeyOf(lock, generation, key.grant)
  }

  ghost function ChallengeOf(lock: nat, generation: nat, boot: nat, draw: nat, entropy: nat): Term
  {
    Challenge(if ChallengeIsSecretlyMade then NonceSecret(LockSecret(lock, generation)) else Zeros,
              if BootCountInChallenge then boot else 0, if DrawCountInChallenge then draw else 0, entropy)
  }

  ghost function ProofOf(lock: nat, generation: nat, frame: Frame, request: Request): Term
    requires request.key != NoKey
  {
    Proof(SecretOf(lock, generation, request.key),
          if ProofCoversChallenge then frame else Frame(Zeros, 0),
          Request(if ProofCoversBody then request.command else Here,
                  if ProofCoversSequence then request.sequence else 0,
                  request.nonce, request.key,
                  if ProofCoversBody then request.body else Plain(0)))
  }

  ghost function ReplyMacUnder(secret: Term, frame: Frame, proof: Term, reply: Reply): Term
  {
    ReplyMac(secret, frame, if ReplyCoversProof then proof else Zeros, if ReplyCoversStatus then reply else reply.(status := Done))
  }

  // The mac of the reply to a request: under the sender's secret, or under the notice secret where no key came along.
  ghost function ReplyMacOf(lock: nat, generation: nat, frame: Frame, request: Request, reply: Reply): Term
  {
    if request.key == NoKey then ReplyMacUnder(NoticeKeyOf(lock, generation), frame, Zeros, reply)
    else ReplyMacUnder(SecretOf(lock, generation, request.key), frame, ProofOf(lock, generation, frame, request), reply)
  }
}
